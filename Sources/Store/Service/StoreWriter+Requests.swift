package import Chamber
import SwitchCore

extension StoreWriter {
    /// Carries out a request and answers it.
    func answer(_ request: StoreRequest, at now: Instant, wall: WallTime) {
        switch request {
        case .clearLatch(let number, let completion):
            completion(
                logged { () throws(StoreError) in
                    try clearLatch(number)
                    return number
                }
            )
        case .setAside(let completion):
            completion(
                logged { () throws(StoreError) in
                    let record = pendingLatch?.record
                    let kept = try directory.setAside(latching: record, at: wall)
                    pendingLatch = nil
                    pending.startOver(at: now)
                    return kept
                }
            )
        case .events(let before, let limit, let completion):
            completion(
                result { () throws(StoreError) in
                    try events(before: before ?? .max, limit: min(max(limit, 1), 1000))
                }
            )
        case .history(let span, let points, let completion):
            completion(
                result { () throws(StoreError) in
                    try history(span: span, points: points, until: wall)
                }
            )
        case .stop(let id, let completion):
            completion(
                result { () throws(StoreError) in
                    let waiting = pending.events.last { event in
                        id.map { event.id == $0 } ?? (event.lastMinutes != nil)
                    }
                    guard waiting == nil, let database = directory.database else { return waiting }
                    return try EventsTable.stop(id, from: database)
                }
            )
        }
    }

    /// Events that wait to be written are newer than all stored ones.
    private func events(before: Int64, limit: Int) throws(StoreError) -> [StoredEvent] {
        let waiting = pending.events.filter { $0.id < before }.suffix(limit).reversed()
        guard let database = directory.database else { return Array(waiting) }
        return try waiting
            + EventsTable.page(before: before, limit: limit - waiting.count, from: database)
    }

    /// Stored points and those that wait to be written: a query of the last minute causes no write.
    private func history(
        span: Duration,
        points: Int,
        until end: WallTime
    ) throws(StoreError) -> History {
        var thinner = HistoryThinner(span: span, points: points, until: end)
        if let database = directory.database {
            try HistoryTables.read(thinner.resolution, since: thinner.start, from: database) {
                thinner.add($0)
            }
        }
        switch thinner.resolution {
        case .seconds:
            for point in pending.seconds { thinner.add(point) }
        case .minutes:
            for point in pending.minutes { thinner.add(point) }
            if let minute = pending.minuteAtHand { thinner.add(minute) }
        }
        return thinner.history
    }

    /// A change that a person asked for: each failure goes to the log.
    private func logged<Answer>(
        _ body: () throws(StoreError) -> Answer
    ) -> Result<Answer, StoreError> {
        let result = result(body)
        if case .failure(let error) = result { reporter.say(error.description) }
        return result
    }

    private func result<Answer>(
        _ body: () throws(StoreError) -> Answer
    ) -> Result<Answer, StoreError> {
        do throws(StoreError) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }
}

/// Called once, on the store's thread.
package typealias StoreCompletion<Answer> =
    @Sendable (Result<Answer, StoreError>) -> Void

/// What the store is asked.
package enum StoreRequest: Sendable {
    case clearLatch(FaultNumber, StoreCompletion<FaultNumber>)
    case setAside(StoreCompletion<String>)
    case events(before: Int64?, limit: Int, StoreCompletion<[StoredEvent]>)
    case history(span: Duration, points: Int, StoreCompletion<History>)
    case stop(Int64?, StoreCompletion<StoredEvent?>)
}

extension StoreRequest {
    /// Answers with a failure.
    func fail(_ error: StoreError) {
        switch self {
        case .clearLatch(_, let completion): completion(.failure(error))
        case .setAside(let completion): completion(.failure(error))
        case .events(_, _, let completion): completion(.failure(error))
        case .history(_, _, let completion): completion(.failure(error))
        case .stop(_, let completion): completion(.failure(error))
        }
    }
}
