import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Events about messages from a broker, each kind at most once a minute: a faulty sender repeats itself.
struct BrokerNotices {
    /// What an event is about.
    enum Kind: CaseIterable {
        case retained
        case refused
        case report
        case flood
        case gone
    }

    private static let pause = Duration.minutes(1)
    private var limiters: [Kind: Limiter] = [:]

    /// The effect that records the event; none within a minute of the last event of its kind.
    mutating func record(_ kind: Kind, _ text: String, at now: Instant) -> [BrokerSession.Effect] {
        guard limiters[kind, default: Limiter(every: Self.pause)].allows(at: now) else { return [] }
        return [.record(DeviceEvent(.network, isTrouble: true, text))]
    }
}
