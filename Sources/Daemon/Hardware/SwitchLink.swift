import Boards
import Chamber
import Glibc
import MachineClock
import SwitchCore
import Synchronization

/// The controller's end of the connection to `hearth-switch`: commands out, answers in, without waiting.
///
/// The beat calls it in each step. The supervisor gives it a new descriptor after a switch has died.
final class SwitchLink: SwitchConnection, @unchecked Sendable {
    // Safe to share: `state` has a lock, which the supervisor holds only to exchange a descriptor; all
    // else is touched by the beat only.

    private struct State {
        /// The socket; -1 while there is no switch.
        var descriptor: Int32 = -1
        /// How many switches were started; it increases as soon as one has died.
        var starts: UInt64 = 1
        /// How many switches were let go, dead or not.
        var departures: UInt64 = 0
        /// When the last answer came in, in nanoseconds of the machine's clock; 0: none yet.
        var answeredAt: Int64 = 0
        /// The commands without an answer.
        var silence = SwitchSilence()
        /// The switch was told to end, and heats no more.
        var isRetiring = false
        /// The newest command has the blower on.
        var isBlowerNeeded = false
    }

    private let state = Mutex(State())
    /// The controller's time zero, in nanoseconds of the machine's clock, which both processes share.
    private let origin: Int64
    private let message: UnsafeMutableRawBufferPointer
    private var newest = SwitchReport()
    /// The last report of the switches before this one, for its counts.
    private var before = SwitchReport()
    /// The departures that ``before`` includes.
    private var departures: UInt64 = 0

    init(origin: Instant) {
        self.origin = origin.nanoseconds
        message = .allocate(byteCount: SwitchMessage.byteCount, alignment: 8)
        newest.starts = 1
    }

    deinit {
        message.deallocate()
    }

    // MARK: The beat's side

    func lines(at now: Instant) -> SwitchLogic.Lines {
        collect(at: now)
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = newest.isHeaterOn
        lines.isFanOn = newest.isFanOn
        lines.isSecondRelayClosed = newest.isSecondRelayClosed
        return lines
    }

    var report: SwitchReport { newest }

    func carryOut(_ command: SwitchCommand, at now: Instant) {
        let machineTime = SwitchCommand(
            sequence: command.sequence,
            heater: command.heater,
            isFanOn: command.isFanOn,
            isSecondRelayClosed: command.isSecondRelayClosed,
            indicators: command.indicators,
            leaseEnd: Instant(nanoseconds: command.leaseEnd.nanoseconds + origin)
        )
        SwitchMessage.write(machineTime, to: message)
        state.withLock { state in
            state.isBlowerNeeded = command.isFanOn
            guard state.descriptor >= 0 else { return }
            state.silence.recordCommand()
            sendMessage(to: state.descriptor)
        }
    }

    func ask() {
        // A switch follows no command that is older than its newest, but answers every one.
        let old = SwitchCommand(
            sequence: 0,
            heater: .off,
            isFanOn: false,
            isSecondRelayClosed: false,
            leaseEnd: .zero
        )
        SwitchMessage.write(old, to: message)
        state.withLock { state in
            guard state.descriptor >= 0 else { return }
            sendMessage(to: state.descriptor)
        }
    }

    /// Sends the message. A switch that does not read misses it.
    private func sendMessage(to descriptor: Int32) {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        _ = send(descriptor, message.baseAddress, message.count, flags)
    }

    /// Reads the answers that have arrived.
    private func collect(at now: Instant) {
        state.withLock { state in
            if state.departures != departures { forget(starts: state.starts) }
            departures = state.departures
            while state.descriptor >= 0 {
                let flags = Int32(MSG_DONTWAIT)
                let count = recv(state.descriptor, message.baseAddress, message.count, flags)
                guard count > 0 else { return }
                let bytes = UnsafeRawBufferPointer(rebasing: message[..<count])
                guard let report = SwitchMessage.report(in: bytes) else { continue }
                state.answeredAt = now.nanoseconds + origin
                state.silence.recordAnswer()
                state.isRetiring = SwitchMessage.isRetiring(in: bytes)
                show(report, starts: state.starts)
            }
        }
    }

    private func show(_ report: SwitchReport, starts: UInt64) {
        newest = report
        newest.at = Instant(nanoseconds: report.at.nanoseconds - origin)
        newest.starts = starts
        newest.closures += before.closures
        newest.onTime += before.onTime
        newest.slots += before.slots
    }

    /// A switch has gone: the state of its lines is unknown, and off as soon as the next switch holds
    /// them.
    private func forget(starts: UInt64) {
        before = newest
        newest = SwitchReport()
        newest.starts = starts
        newest.closures = before.closures
        newest.onTime = before.onTime
        newest.slots = before.slots
    }

    // MARK: The supervisor's side

    /// Uses the socket of a new switch from now on.
    func attach(_ descriptor: Int32) {
        state.withLock { state in
            state.descriptor = descriptor
            state.answeredAt = 0
            state.silence = SwitchSilence()
            state.isRetiring = false
        }
    }

    /// Stops using the switch, and closes its socket.
    ///
    /// - Parameter hasDied: counts a death of the switch, which latches a fault.
    func detach(hasDied: Bool) {
        let descriptor: Int32 = state.withLock { state in
            let old = state
            state = State()
            state.starts = old.starts + (hasDied ? 1 : 0)
            state.departures = old.departures + (hasDied || old.descriptor >= 0 ? 1 : 0)
            state.isBlowerNeeded = old.isBlowerNeeded
            return old.descriptor
        }
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// An answer has arrived within this time.
    func hasAnswered(within time: Duration) -> Bool {
        let now = Instant.monotonic().nanoseconds
        return state.withLock { now - $0.answeredAt <= time.inNanoseconds }
    }

    /// The switch has left too many commands unanswered.
    var isSilent: Bool {
        state.withLock { $0.silence.isTooLong }
    }

    /// The switch was told to end, and heats no more.
    var isRetiring: Bool {
        state.withLock { $0.isRetiring }
    }

    /// The newest command has the blower on, whether or not a switch got it.
    var isBlowerNeeded: Bool {
        state.withLock { $0.isBlowerNeeded }
    }
}
