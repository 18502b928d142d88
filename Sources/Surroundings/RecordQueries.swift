import Chamber

/// Which part of the recorded temperatures and duty is asked for.
package struct HistoryQuery: Equatable, Sendable {
    /// A range of calendar time, in milliseconds since 1970-01-01 00:00 UTC.
    package struct Range: Equatable, Sendable {
        /// Its beginning.
        package let from: Int64
        /// Its end.
        package let to: Int64

        package init(from: Int64, to: Int64) {
            self.from = from
            self.to = to
        }
    }

    /// The range; `nil`: the last ``span``.
    package let range: Range?
    /// How long it is.
    package let span: Duration
    /// The most points that come back.
    package let points: Int

    /// The last `span`.
    package init(span: Duration, points: Int) {
        range = nil
        self.span = span
        self.points = points
    }

    /// A range, which does not end before it begins.
    package init(_ range: Range, points: Int) {
        self.range = range
        span = .milliseconds(range.to - range.from)
        self.points = points
    }
}

/// Which events are asked for, newest first.
package struct EventQuery: Equatable, Sendable {
    /// The most that come back.
    package var limit: Int
    /// Only those older than the one with this number; `nil`: from the newest on.
    package var before: Int64?
    /// Only those of this time; `nil`: of all time.
    package var range: HistoryQuery.Range?
    /// Only those of these kinds, by their published words; empty: of all kinds.
    package var kinds: [String]

    package init(
        limit: Int,
        before: Int64? = nil,
        range: HistoryQuery.Range? = nil,
        kinds: [String] = []
    ) {
        self.limit = limit
        self.before = before
        self.range = range
        self.kinds = kinds
    }

    /// An event of this number, time (ms since 1970) and kind is asked for.
    package func holds(id: Int64, time: Int64, kind: String) -> Bool {
        if let before, id >= before { return false }
        if let range, time < range.from || time > range.to { return false }
        return kinds.isEmpty || kinds.contains(kind)
    }
}

/// Which runs are asked for, newest first.
package struct RunQuery: Equatable, Sendable {
    /// Those that began in this time; `nil`: of all time.
    package var range: HistoryQuery.Range?
    /// The most that come back.
    package var limit: Int

    package init(range: HistoryQuery.Range? = nil, limit: Int) {
        self.range = range
        self.limit = limit
    }

    /// A run that began at this time (ms since 1970) is asked for.
    package func holds(start: Int64) -> Bool {
        range.map { start >= $0.from && start <= $0.to } ?? true
    }
}

extension Occurrence.Kind {
    /// The published words of all kinds.
    package static let words =
        Event.Kind.words + DeviceEvent.Subject.allCases.map(\.eventWord)
}
