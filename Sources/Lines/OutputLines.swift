import CGpiod
import Glibc
package import SwitchCore

/// The output lines of a board, held by this process: off from the moment they are acquired.
///
/// Only `hearth-switch` creates one. Nothing here allocates after `init`.
package final class OutputLines {
    private let heater: OpaquePointer?
    private let heartbeat: OpaquePointer?
    private var isHeartbeatHigh = false
    private let others: [(purpose: OutputPurpose, handle: OpaquePointer)]

    /// Acquires the lines of a chip, all off. Throws a ``LineError`` and holds no line where one is
    /// unavailable.
    package static func acquire(_ outputs: [OutputLine], of chip: String) throws(LineError)
        -> OutputLines
    {
        let handles = try GPIOChip.hold(outputs, of: chip) {
            (chip: GPIOChip, output: OutputLine) throws(LineError) -> OpaquePointer in
            try acquire(output, of: chip)
        }
        return OutputLines(Array(zip(outputs.map(\.purpose), handles)))
    }

    private init(_ taken: [(OutputPurpose, OpaquePointer)]) {
        heater = taken.first { $0.0 == .heater }?.1
        heartbeat = taken.first { $0.0 == .heartbeat }?.1
        others = taken.filter { $0.0 != .heater && $0.0 != .heartbeat }
            .map { (purpose: $0.0, handle: $0.1) }
    }

    deinit {
        if let heater { hearth_gpio_release(heater) }
        if let heartbeat { hearth_gpio_release(heartbeat) }
        for other in others { hearth_gpio_release(other.handle) }
    }

    /// Drives the lines: the heater goes off before the other lines change, and on after they have.
    /// Returns whether the heater's line then reads as on; `nil`: it cannot be read.
    package func drive(_ lines: SwitchLogic.Lines) -> Bool? {
        if !lines.isHeaterOn, let heater { hearth_gpio_set(heater, false) }
        for other in others { hearth_gpio_set(other.handle, lines.isOn(other.purpose)) }
        guard let heater else { return lines.isHeaterOn }
        if lines.isHeaterOn { hearth_gpio_set(heater, true) }
        let level = hearth_gpio_get(heater)
        return level < 0 ? nil : level == 1
    }

    /// Gives the heartbeat's line its other level. The monostable behind it opens the heater's
    /// supply when the level stays constant.
    package func beat() {
        guard let heartbeat else { return }
        isHeartbeatHigh.toggle()
        hearth_gpio_set(heartbeat, isHeartbeatHigh)
    }

    private static func acquire(
        _ output: OutputLine,
        of chip: GPIOChip
    ) throws(LineError) -> OpaquePointer {
        let number = try chip.number(of: output.line)
        let handle = hearth_gpio_request_output(
            chip.handle,
            number,
            output.isActiveLow,
            "hearth \(output.purpose.rawValue)"
        )
        if let handle { return handle }
        throw try chip.refusal(of: output.line, number, for: output.purpose.rawValue, errno: errno)
    }
}

extension SwitchLogic.Lines {
    fileprivate func isOn(_ purpose: OutputPurpose) -> Bool {
        switch purpose {
        case .heater: isHeaterOn
        case .secondRelay: isSecondRelayClosed
        case .fan: isFanOn
        case .aliveLight: indicators.contains(.aliveLight)
        case .modeLight: indicators.contains(.modeLight)
        case .buzzer: indicators.contains(.buzzer)
        // It follows no command (`OutputLines.beat`).
        case .heartbeat: false
        }
    }
}

extension GPIOChip {
    /// Why a line could not be acquired. Throws where a busy line's holder cannot be read.
    package func refusal(
        of line: LineReference,
        _ number: UInt32,
        for purpose: String,
        errno code: Int32
    ) throws(LineError) -> LineError {
        let place = "line \(line) of \(label), for the \(purpose),"
        switch code {
        case EBUSY:
            let holder = try state(of: number).holder ?? "somebody"
            let processes = LineHolder.processes()
            let list =
                processes.isEmpty ? "" : " (lines are held by \(processes.joined(separator: ", ")))"
            return LineError(
                .busy,
                errno: code,
                "\(place) is busy: \"\(holder)\" holds it\(list); end that, or choose another line"
            )
        case EACCES, EPERM:
            return LineError(
                .denied,
                errno: code,
                "\(place) may not be taken by this user; run as root, or join the group gpio"
            )
        default:
            return LineError(
                .other,
                errno: code,
                "\(place) cannot be taken: \(LineError.words(for: code))"
            )
        }
    }
}
