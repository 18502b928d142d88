import Boards
import Chamber
import Glibc
import Inputs
import Lines
import MachineClock
import Surroundings
import SwitchCore
import System
import Threads

/// The buttons of a board, watched in a thread of their own.
final class ButtonPanel: Sendable {
    /// A press of a button.
    struct Press: Equatable, Sendable {
        let button: ButtonName
        let kind: PressJudge.Press
    }

    private let worker: Worker

    /// Acquires the lines of the buttons; `nil` where the board has none. Throws where one is
    /// unavailable.
    init?(_ lines: BoardLines?, publish: @escaping @Sendable (Press) -> Void) throws(StartError) {
        guard let lines, !lines.buttons.isEmpty else { return nil }
        // Used by the panel's thread alone from `start` on.
        nonisolated(unsafe) let inputs: InputLines
        do throws(LineError) {
            inputs = try InputLines(lines.buttons, of: lines.chip)
        } catch {
            throw StartError(error.description)
        }
        do throws(SystemError) {
            let mailbox = try Mailbox<Never>(capacity: 0)
            worker = Worker(named: "buttons", serving: mailbox) { ButtonWork(inputs, publish) }
        } catch {
            throw StartError(error)
        }
    }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
    }
}

/// What the panel's thread does: detects presses from levels.
private struct ButtonWork: Work {
    /// How often the levels are read while a press is in progress; otherwise an edge wakes the thread.
    private static let movingInterval = Duration.milliseconds(10)

    private let lines: InputLines
    private let publish: @Sendable (ButtonPanel.Press) -> Void
    private var judges: [PressJudge] = []

    init(_ lines: InputLines, _ publish: @escaping @Sendable (ButtonPanel.Press) -> Void) {
        self.lines = lines
        self.publish = publish
    }

    var watched: [pollfd] { lines.descriptors.map { pollfd(watching: $0, for: POLLIN) } }

    mutating func begin(at now: Instant) -> Instant? {
        judges = lines.levels.map { PressJudge(isDown: $0, at: now) }
        return deadline(at: now)
    }

    func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        lines.forgetEdge(on: descriptor)
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        for (index, isDown) in lines.levels.enumerated() {
            guard let kind = judges[index].look(isDown: isDown, at: now) else { continue }
            publish(ButtonPanel.Press(button: lines.names[index], kind: kind))
        }
        return deadline(at: now)
    }

    private func deadline(at now: Instant) -> Instant? {
        judges.contains { !$0.isAtRest } ? now.advanced(by: Self.movingInterval) : nil
    }
}

extension ButtonPanel.Press {
    /// The wishes for the controller, as on the stock device; a long press of `on` clears a fault.
    var wishes: [Wish] {
        switch (kind, button) {
        case (.short, .power): [.setPower(false)]
        case (.short, .auto): [.setMode(.auto), .setPower(true)]
        case (.short, .on): [.setMode(.alwaysOn), .setPower(true)]
        case (.short, .dry): [.setMode(.drying), .setPower(true), .startDrying]
        case (.long, .on): [.clearLatch]
        case (.long, .power), (.long, .auto), (.long, .dry): []
        }
    }

    /// The wish about the device; `nil`: none.
    var deviceWish: DeviceWish? {
        kind == .long && button == .power ? .restoreFactorySettings : nil
    }
}
