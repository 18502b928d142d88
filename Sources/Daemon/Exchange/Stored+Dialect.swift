import Dialects
import Store

extension APIEvent {
    /// A stored event for the API; `nil` for an event of a newer version, which this version does not
    /// know.
    init?(_ stored: StoredEvent) {
        guard let event = stored.event else { return nil }
        self.init(
            id: stored.id,
            wallMilliseconds: stored.wall.milliseconds,
            isTimeUnsure: stored.isTimeUnsure,
            event: event,
            lastMinutes: stored.lastMinutes
        )
    }
}

extension APIHistory {
    /// Stored history for the API.
    init(_ stored: History) {
        self.init(
            intervalSeconds: Double(stored.interval.components.seconds),
            rows: stored.points.map(Row.init)
        )
    }
}

extension APIHistory.Row {
    fileprivate init(_ point: HistoryPoint) {
        self.init(
            wallMilliseconds: point.wall.milliseconds,
            chamber: point.chamber?.average,
            chamberSecond: point.chamberSecond?.average,
            element: point.element?.average,
            setPoint: point.setPoint,
            duty: point.duty.average
        )
    }
}
