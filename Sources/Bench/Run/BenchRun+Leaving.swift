import Chamber
import CommandLine
import Daemon
import MachineClock
import SwitchCore

/// How a run leaves the heater.
extension BenchRun {
    /// How long the heater is asked to turn off and to clear, in looks: an element cools for minutes.
    private static let mostLooks = 3_000

    /// Turns off, ends the faults, clears what latched because of them, and puts target and mode back.
    /// Returns what did not work.
    mutating func leave(_ signals: inout Signals) -> String? {
        var trouble: String?
        for _ in 0..<Self.mostLooks {
            do throws(CommandFailure) {
                try link.turnOff()
                try faults.endAll()
                if try isLeft() { return nil }
                trouble = "the fault that latched does not clear"
            } catch {
                trouble = error.message
                let isLost = Instant.monotonic().duration(since: lastAnswer) > HeaterLink.lease
                if error.status != .unreachable || isLost { break }
            }
            // A signal here only hurries.
            if signals.wait(milliseconds: Self.lookMilliseconds) != nil { break }
        }
        return trouble.map { "the heater could not be left as it was: \($0)" }
    }

    private mutating func isLeft() throws(CommandFailure) -> Bool {
        let state = try link.state()
        guard !state.isPowerOn, !state.isHeaterOn else { return false }
        if state.latch != nil, before.latch == nil {
            do throws(CommandFailure) {
                try link.send(.clearLatch)
            } catch {
                guard error.status == .refused else { throw error }
            }
            return false
        }
        if state.target != before.target, let target = Celsius(untrusted: before.target) {
            try link.send(.setTarget(target))
        }
        if state.mode != before.mode, let mode = OperatingMode(word: before.mode) {
            try link.send(.setMode(mode))
        }
        return true
    }
}
