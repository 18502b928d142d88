import Boards
import Chamber
import SwitchCore
import Testing

/// What counts as an answer of the hardware after a stall of the daemon.
@Suite struct HardwareAnswersTests {
    private final class AnsweredBoard: HeaterBoard {
        var reading = Reading()
        var report = SwitchReport()
        var openContacts: ContactSet { ContactSet() }
        func collectFanPulses() -> Int? { nil }
        func advance(to now: Instant) {}
        func carryOut(_ command: SwitchCommand, at now: Instant) {}
        func ask() {}
    }

    private static let early = Instant.zero.advanced(by: .seconds(1))
    private static let late = Instant.zero.advanced(by: .seconds(6))

    private static func sample(at time: Instant) -> ProbeSample {
        ProbeSample(.measured(code: 1, ratio: 0.5), takenAt: time)
    }

    @Test(arguments: [true, false], [true, false])
    func bothTheSwitchAndEveryProbeMustAnswer(isSwitchHeard: Bool, isProbeRead: Bool) {
        let board = AnsweredBoard()
        board.report.at = isSwitchHeard ? Self.late : Self.early
        board.reading.chamber = Self.sample(at: Self.late)
        board.reading.element = Self.sample(at: isProbeRead ? Self.late : Self.early)
        #expect(board.hasAnswered(since: Self.late) == (isSwitchHeard && isProbeRead))
    }

    @Test func aProbeThatIsNotFittedHasNothingToAnswer() {
        let board = AnsweredBoard()
        board.report.at = Self.late
        board.reading.chamber = Self.sample(at: Self.late)
        #expect(board.hasAnswered(since: Self.late))
    }

    /// A sample that failed is an answer too: the controller judges it.
    @Test func aFailedSampleIsAnAnswer() {
        let board = AnsweredBoard()
        board.report.at = Self.late
        board.reading.chamber = ProbeSample(.failed(.noAcknowledge), takenAt: Self.late)
        #expect(board.hasAnswered(since: Self.late))
    }
}
