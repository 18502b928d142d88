/// Whether the switch still answers, counted in commands.
///
/// A count, not a time: a process that was stopped finds its last command unanswered for as long as it
/// stood still, although the answer lies in the socket.
package struct SwitchSilence: Sendable {
    /// With more commands in a row than this without an answer the switch is silent: 2 s at ten commands
    /// a second, the time after which the controller latches `safety.output_lost`.
    private static let mostUnanswered = 20

    private var unanswered = 0

    package init() {}

    /// A command was sent.
    package mutating func recordCommand() {
        unanswered = min(unanswered + 1, Self.mostUnanswered + 1)
    }

    /// An answer arrived.
    package mutating func recordAnswer() {
        unanswered = 0
    }

    /// The switch has left too many commands in a row unanswered.
    package var isTooLong: Bool { unanswered > Self.mostUnanswered }
}
