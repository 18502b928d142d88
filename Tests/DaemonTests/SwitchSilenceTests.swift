import Daemon
import Testing

@Suite struct SwitchSilenceTests {
    /// Two seconds of commands at ten a second.
    private static let allowed = 20

    @Test func twoSecondsOfUnansweredCommandsAreASilence() {
        var silence = SwitchSilence()
        for _ in 0..<Self.allowed { silence.recordCommand() }
        #expect(!silence.isTooLong)
        silence.recordCommand()
        #expect(silence.isTooLong)
    }

    @Test func anAnswerEndsTheSilence() {
        var silence = SwitchSilence()
        for _ in 0...Self.allowed { silence.recordCommand() }
        silence.recordAnswer()
        #expect(!silence.isTooLong)
    }

    /// The command before the stall is unanswered, and so is the next one until the following beat.
    @Test func aSenderThatStoodStillBetweenTwoCommandsHearsNoSilence() {
        var silence = SwitchSilence()
        silence.recordCommand()
        silence.recordCommand()
        #expect(!silence.isTooLong)
    }
}
