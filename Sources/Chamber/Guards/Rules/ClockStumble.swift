import SwitchCore

/// `safety.clock`: a controller whose clock stops or jumps cannot know for how long it heats.
///
/// The first stumble turns the power off; a second within an hour latches.
/// Tests: `ClockStumbleTests`.
struct ClockStumble: GuardRule {
    /// A step later than this is a jump (the rule's own number).
    private static let latestStep = Duration.seconds(2)
    /// A second stumble within this time latches.
    private static let memory = Duration.hours(1)

    static let description = RuleDescription(
        word: "safety.clock",
        title: "The controller's clock stumbled",
        remedy: "Check the machine's load and power supply.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "\($0.value) s went by between two steps of the controller; the limit is \($0.limit) s."
        },
        condition: {
            "the controller's clock stood still, or a step came more than "
                + "\(latestStep.inSeconds.fixed(0)) s late"
        },
        action: { "off; latch when it repeats" }
    )

    private var last: Instant?
    private var stumbled: Instant?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let now = input.now
        guard let last else {
            self.last = now
            return nil
        }
        let elapsed = now.duration(since: last)
        self.last = now
        guard elapsed <= .zero || elapsed > Self.latestStep else { return nil }
        let isRepeated = stumbled.map { now.duration(since: $0) < Self.memory } ?? false
        stumbled = now
        return Hazard(
            .clock,
            isRepeated ? .latch : .powerOff(.clock),
            .measured(elapsed.inSeconds, limit: Self.latestStep.inSeconds)
        )
    }
}
