import Chamber
import SwitchCore

/// Compares the relay's on time with the commanded duty over every minute without a forced stop:
/// invariant 5 of `docs/safety.md`.
struct DeliveryWatch: Sendable {
    /// Steps in a minute, at the controller's 10 Hz.
    private static let window = 600
    /// 1 % of a minute, in steps.
    private static let toleranceSteps = 6.0
    /// A jump of the duty by more than this share restarts the minute: the relay's shortest times may
    /// delay its answer. Judging begins again after `settlingSteps` more.
    private static let jump = 0.25
    private static let settlingSteps = 50

    private let shortestOnSteps: Int
    private let shortestOffSteps: Int
    private let slotSteps: Double
    /// A relay that must rest for longer than this delivers a minute's share up to one rest too early or
    /// too late.
    private static let quickSteps = 50
    private let restSteps: Double
    private var owed = Array(repeating: 0.0, count: window + 1)
    private var position = 0
    private var steadySteps = 0
    private var sum = 0.0
    private var wasOn = false
    private var stateSteps = 1_000_000
    private var lastDuty = Duty.off

    init(_ modulation: Modulation) {
        let beat = ScenarioRunner.beat.inSeconds
        shortestOnSteps = Int((modulation.shortestOn.inSeconds / beat).rounded(.down))
        shortestOffSteps = Int((modulation.shortestOff.inSeconds / beat).rounded(.down))
        slotSteps = modulation.slot.inSeconds / beat
        let longer = max(shortestOnSteps, shortestOffSteps)
        restSteps = longer > Self.quickSteps ? Double(longer) : 0
    }

    /// Judges one step; returns a sentence on the violation, `nil` where there is none.
    mutating func judge(_ duty: Duty, isOn: Bool) -> String? {
        defer { lastDuty = duty }
        var problem: String?
        if isOn != wasOn {
            let wasForced = !isOn && lastDuty == .off
            if stateSteps < (wasOn ? shortestOnSteps : shortestOffSteps), !wasForced {
                problem = "the relay changed after \(stateSteps) steps"
            }
            wasOn = isOn
            stateSteps = 0
        }
        stateSteps += 1
        // A step's command takes effect in the next step.
        let change = abs(duty.fraction - lastDuty.fraction)
        guard lastDuty > .off, duty > .off, change <= Self.jump else {
            steadySteps = 0
            sum = 0
            return problem
        }
        sum += lastDuty.fraction - (isOn ? 1 : 0)
        steadySteps += 1
        position = (position + 1) % owed.count
        owed[position] = sum
        guard steadySteps > Self.window + Self.settlingSteps else { return problem }
        let strayed = sum - owed[(position + 1) % owed.count]
        // The tolerance, one slot, one step of the plant's own beat, and a slow relay's rest.
        guard abs(strayed) <= Self.toleranceSteps + slotSteps + 1 + restSteps else {
            return "a minute's delivery is \((strayed / 10).fixed(2)) s off"
        }
        return problem
    }
}
