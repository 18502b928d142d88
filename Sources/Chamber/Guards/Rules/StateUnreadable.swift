/// `safety.state_unreadable`: the stored state cannot be read, and a fault may have been latched. Found
/// at the start, before any step. Tests: `LatchTests`.
enum StateUnreadable {
    static let description = RuleDescription(
        word: "safety.state_unreadable",
        title: "The stored state cannot be read",
        remedy: "Check the state directory and its disk; the files in it were not changed.",
        reefnetAlarm: .probeDualFailure,
        facts: [.stateUnreadable],
        sentence: { _ in "It is unknown whether a fault was latched before the restart." },
        condition: { "the stored state cannot be read at start" },
        action: { "latch" }
    )

    static let hazard = Hazard(.stateUnreadable, .latch, .stateUnreadable)
}
