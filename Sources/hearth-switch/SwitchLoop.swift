import Glibc
import Lines
import MachineClock
import SwitchCore

/// Follows commands until the parent has gone or SIGTERM comes.
///
/// Each wake-up (a command, or the timer 20 times a second) lets the logic decide and drives the
/// lines; each command is answered. Nothing here reads a file, waits for anyone or allocates.
struct SwitchLoop {
    /// 20 times a second, ten to a slot of the modulator: a lease ends at most this much late.
    static let periodNanoseconds: Int64 = 50_000_000

    private var logic: SwitchLogic
    private let lines: OutputLines?
    private let socket: Int32
    private let termination: Int32
    private let timer: Int32
    /// The three descriptors that it waits on.
    private let waits: UnsafeMutableBufferPointer<pollfd>
    /// One message; a longer one is none of ours.
    private let message: UnsafeMutableRawBufferPointer
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
    }

    /// Returns when there is nothing left to do: the heater is off then, and the lines still held.
    mutating func run() {
        step()
        // The first answer says that the lines are held, and off.
        answer()
        while true {
            poll(waits.baseAddress, 3, -1)
            if waits[1].revents != 0 {
                logic.loseCommand()
                step()
                return
            }
            if waits[2].revents != 0 { acknowledgeTimer() }
            if hasParent, waits[0].revents != 0 { receiveCommands() }
            let driven = step()
            // Without a parent it stays to cool what may be hot; a computed heater is not.
            if !hasParent, !driven.isFanOn || lines == nil { return }
        }
    }

    /// Lets the logic decide, and drives the lines.
    @discardableResult
    private mutating func step() -> SwitchLogic.Lines {
        let wanted = logic.step(at: .monotonic())
        guard let lines else { return wanted }
        // A line that cannot be read is as bad as one that does not follow.
        logic.confirm(heaterReads: lines.drive(wanted) ?? !wanted.isHeaterOn)
        return wanted
    }

    private func acknowledgeTimer() {
        var passed: UInt64 = 0
        _ = read(timer, &passed, MemoryLayout<UInt64>.size)
    }

    /// Receives all commands that wait, answers, and notices the parent's end.
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
                // The other end is closed: the process that asked for heat has gone.
                hasParent = false
                waits[0].fd = -1
                logic.loseCommand()
                return
            }
        }
    }

    /// Tells the parent what the lines are; one that does not read misses it.
    private func answer() {
        SwitchMessage.write(logic.report, to: message)
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        _ = send(socket, message.baseAddress, message.count, flags)
    }
}
