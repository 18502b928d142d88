import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Notes of what comes over a broker, each kind at most once a minute: who sends nonsense sends much.
struct BrokerNotes {
    /// What a note is about.
    enum Kind: CaseIterable {
        case retained
        case refused
        case flood
        case gone
    }

    private static let pause = Duration.minutes(1)
    private var limiters: [Kind: Limiter] = [:]

    /// The note, where it is due.
    mutating func note(_ kind: Kind, _ text: String, at now: Instant) -> [BrokerSession.Effect] {
        guard limiters[kind, default: Limiter(every: Self.pause)].allows(at: now) else { return [] }
        return [.record(DeviceEvent(.network, isTrouble: true, text))]
    }
}
