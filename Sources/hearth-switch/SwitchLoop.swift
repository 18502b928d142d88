import Glibc
import Lines
import MachineClock
import SwitchCore

/// Follows commands until the parent has gone and the heater has cooled, or until SIGTERM.
///
/// SIGTERM turns the heater off for good. Where it went to the daemon too, as from a service manager or
/// `timeout`, the daemon stops in order and its blower cools: with a parent the switch stays for that, until
/// the parent has gone or another SIGTERM comes.
///
/// At each wake-up (a command, or the timer 20 times a second) the logic decides and the lines are
/// driven; each command gets an answer. Nothing here reads a file, blocks or allocates.
struct SwitchLoop {
    /// 20 times a second, ten times a slot of the modulator: a lease ends at most 50 ms late.
    static let periodNanoseconds: Int64 = 50_000_000

    private var logic: SwitchLogic
    private let lines: OutputLines?
    private let socket: Int32
    private let termination: Int32
    private let timer: Int32
    /// The three descriptors that `poll` waits for.
    private let waits: UnsafeMutableBufferPointer<pollfd>
    /// One message; a longer message is invalid.
    private let message: UnsafeMutableRawBufferPointer
    /// What is read from the descriptor of SIGTERM.
    private let signal: UnsafeMutableRawBufferPointer
    private var hasParent = true

    init(
        _ arguments: SwitchArguments,
        _ lines: OutputLines?,
        _ socket: Int32,
        _ termination: Int32,
        _ timer: Int32
    ) {
        logic = SwitchLogic(arguments.modulation, isFanFitted: arguments.isFanFitted)
        self.lines = lines
        self.socket = socket
        self.termination = termination
        self.timer = timer
        waits = .allocate(capacity: 3)
        _ = waits.initialize(
            from: [socket, termination, timer].map { descriptor in
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            }
        )
        message = .allocate(byteCount: SwitchMessage.byteCount, alignment: 8)
        // signalfd_siginfo, 128 bytes (signalfd(2)).
        signal = .allocate(byteCount: 128, alignment: 8)
    }

    /// Returns when nothing is left to do: the heater is then off, and the lines are still held.
    mutating func run() {
        step()
        // The first answer confirms that the lines are held and off.
        answer()
        while true {
            poll(waits.baseAddress, 3, -1)
            if waits[1].revents != 0, !retire() { return }
            if waits[2].revents != 0 { acknowledgeTimer() }
            // Ten pulses a second; none where the heater's line does not obey.
            if waits[2].revents != 0, !logic.report.isLineFaulty { lines?.beat() }
            if hasParent, waits[0].revents != 0 { receiveCommands() }
            let driven = step()
            // Without a parent it keeps cooling a real heater; a simulated heater needs none.
            if !hasParent, logic.isRetiring || !driven.isFanOn || lines == nil { return }
        }
    }

    /// SIGTERM has come: turns the heater off for good. Returns whether to stay for the parent's
    /// commands to the other lines.
    private mutating func retire() -> Bool {
        let isRepeated = logic.isRetiring
        logic.retire()
        step()
        guard hasParent, !isRepeated else { return false }
        _ = read(termination, signal.baseAddress, signal.count)
        answer()
        return true
    }

    /// Steps the logic, and drives the lines.
    @discardableResult
    private mutating func step() -> SwitchLogic.Lines {
        let wanted = logic.step(at: .monotonic())
        guard let lines else { return wanted }
        // A line that cannot be read counts as one that does not follow.
        logic.confirm(heaterReads: lines.drive(wanted) ?? !wanted.isHeaterOn)
        return wanted
    }

    private func acknowledgeTimer() {
        var passed: UInt64 = 0
        _ = read(timer, &passed, MemoryLayout<UInt64>.size)
    }

    /// Receives and answers all waiting commands, and notices when the parent has gone.
    private mutating func receiveCommands() {
        while true {
            let count = recv(socket, message.baseAddress, message.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                let bytes = UnsafeRawBufferPointer(rebasing: message[..<count])
                guard let command = SwitchMessage.command(in: bytes) else { continue }
                logic.receive(command, at: .monotonic())
                step()
                answer()
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                return
            } else {
                // The other end is closed: the process that sent the commands has gone.
                hasParent = false
                waits[0].fd = -1
                logic.loseCommand()
                return
            }
        }
    }

    /// Sends the report to the parent; a parent that does not read misses it.
    private func answer() {
        SwitchMessage.write(logic.report, isRetiring: logic.isRetiring, to: message)
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        _ = send(socket, message.baseAddress, message.count, flags)
    }
}
