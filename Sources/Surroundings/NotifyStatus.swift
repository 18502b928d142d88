/// How one way out of messages to people does.
package struct NotifyWayStatus: Equatable, Sendable {
    /// `ntfy`, `webhook` or `mqtt`.
    package var way: String
    /// The host that it goes to; empty: the MQTT broker's.
    package var place: String
    /// Messages that wait.
    package var waiting: Int
    /// What is wrong, in a sentence or two; `nil`: nothing.
    package var trouble: String?

    package init(way: String, place: String = "", waiting: Int = 0, trouble: String? = nil) {
        self.way = way
        self.place = place
        self.waiting = waiting
        self.trouble = trouble
    }
}

/// What came of a test message.
package enum NotifyTestAnswer: Equatable, Sendable {
    /// The settings name no way.
    case noWay
    /// Another test has not come to its end.
    case isRunning
    /// How it went on each way; a trouble is why it did not arrive, as words after the place.
    case tried([NotifyWayStatus])
}
