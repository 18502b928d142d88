package import Chamber
package import Surroundings
package import SwitchCore

/// An event with its number and the time of day, as it is stored or about to be.
package struct StoredEvent: Equatable, Sendable {
    /// Counts up from 1 as long as the database is kept; pages of events are asked for by it.
    package let id: Int64
    /// The calendar's time at which the store heard of it.
    package let wall: WallTime
    /// The monotonic clock of the run in which it happened: says nothing across a restart.
    package let at: Instant
    /// What happened, as a stable word: `powered_on`, `latched`, ….
    package let kind: String
    /// The fault's code, the reason or the mode, as a stable word, where the kind has one.
    package let detail: String?
    /// The number of the fault that it is about, where it is about one.
    package let faultNumber: FaultNumber?
    /// Who asked.
    package let requester: Requester
    /// The event; `nil` where a newer version wrote one that this version does not know.
    package let event: Occurrence?
    /// The two minutes before, where a rule stopped the heat.
    package let runUp: LastMinutes?

    /// One line for people.
    package var description: String {
        event?.sentence ?? "Something that this version does not know: \(kind)"
    }
}

extension StoredEvent {
    /// An event that has just happened.
    init(_ event: Occurrence, id: Int64, wall: WallTime, runUp: LastMinutes? = nil) {
        let columns = EventColumns(event.kind)
        self.id = id
        self.wall = wall
        at = event.at
        kind = columns.kind
        detail = columns.detail
        faultNumber = columns.number
        requester = event.requester
        self.event = event
        self.runUp = runUp
    }
}
