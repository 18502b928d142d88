import Daemon
import SwitchCore
import Testing

@Suite struct ClosedBoardTests {
    /// Looks every half second, as the main thread does; returns the time of the first "changed".
    private func firstChange(within limit: Duration, _ reason: @escaping (Int) -> String?) -> (
        Duration?, Int
    ) {
        var count = 0
        var board = ClosedBoard("no chip") { () throws(StartError) in
            count += 1
            if let reason = reason(count) { throw StartError(reason) }
        }
        var time = Duration.zero
        while time <= limit {
            if board.hasChanged(at: Instant(nanoseconds: 1_000_000_000).advanced(by: time)) {
                return (time, count)
            }
            time += .milliseconds(500)
        }
        return (nil, count)
    }

    @Test func itIsTriedEveryThreeSecondsAndNotAtOnce() {
        let (change, count) = firstChange(within: .seconds(31)) { _ in "no chip" }
        #expect(change == nil)
        #expect(count == 10)
    }

    @Test func thatItOpensIsSeenAtTheNextAttempt() {
        let (change, _) = firstChange(within: .seconds(60)) { $0 < 3 ? "no chip" : nil }
        #expect(change == .seconds(9))
    }

    @Test func soIsAnotherReasonWhichThePageHasToTell() {
        let (change, _) = firstChange(within: .seconds(60)) {
            $0 < 2 ? "no chip" : "a line is held"
        }
        #expect(change == .seconds(6))
    }
}
