import SwitchCore

/// `safety.clock`: a controller whose time stands still or leaps cannot know for how long it heats.
///
/// The first stumble turns the power off; a second within an hour latches.
/// Tests: `ClockGuardTests`.
struct ClockGuard: Codable {
    /// A step this late is a leap (the rule's own number).
    private static let latestStep = Duration.seconds(2)
    /// A second stumble within this time is one too many.
    private static let memory = Duration.hours(1)

    private var last: Instant?
    private var stumbled: Instant?

    init() {}

    /// Judges the time of this step.
    mutating func judge(at now: Instant) -> Hazard? {
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
            code: .clock,
            severity: isRepeated ? .latch : .powerOff(.clock),
            value: elapsed.inSeconds,
            limit: Self.latestStep.inSeconds
        )
    }
}
