import Dialects
import Store

extension APIEvent {
    /// A stored event as the interface tells it; `nil` where a newer version wrote one that this
    /// version does not know.
    init?(_ stored: StoredEvent) {
        guard let event = stored.event else { return nil }
        self.init(
            id: stored.id,
            wallMilliseconds: stored.wall.milliseconds,
            event: event,
            runUp: stored.runUp
        )
    }
}

extension APIHistory {
    /// Stored history as the interface tells it.
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
