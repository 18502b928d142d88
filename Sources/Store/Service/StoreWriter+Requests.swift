package import Chamber
package import Surroundings
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
        case .events(let query, let completion):
            completion(result { () throws(StoreError) in try events(query) })
        case .history(let query, let completion):
            completion(result { () throws(StoreError) in try history(query, at: wall) })
        case .runs(let query, let completion):
            completion(result { () throws(StoreError) in try runs(query) })
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
    private func events(_ query: EventQuery) throws(StoreError) -> [StoredEvent] {
        var query = query
        query.limit = min(max(query.limit, 1), 1000)
        let waiting = pending.events
            .filter { query.holds(id: $0.id, time: $0.wall.milliseconds, kind: $0.kind) }
            .suffix(query.limit).reversed()
        guard let database = directory.database else { return Array(waiting) }
        query.limit -= waiting.count
        return try waiting + EventsTable.page(query, from: database)
    }

    /// Stored runs and those that wait to be written, which replace the stored ones of their numbers.
    private func runs(_ query: RunQuery) throws(StoreError) -> [RecordedRun] {
        let limit = min(max(query.limit, 1), RunsTable.capacity)
        let waiting = pending.runs
        var stored: [RecordedRun] = []
        if let database = directory.database {
            stored = try RunsTable.page(query, limit: limit, from: database)
        }
        stored.removeAll { run in waiting.contains { $0.id == run.id } }
        let all = waiting.filter { query.holds(start: $0.run.startMilliseconds) } + stored
        return all.sorted { $0.id > $1.id }.prefix(limit).map { run in
            // Nobody has ended an entry of an earlier program any more.
            guard run.run.end == nil, run.id <= directory.lastRunID else { return run }
            var cut = run
            cut.run.end = .powerLost
            return cut
        }
    }

    /// Stored points and those that wait to be written: a query of the last minute causes no write.
    private func history(
        _ query: HistoryQuery,
        at now: WallTime
    ) throws(StoreError) -> History {
        var thinner = HistoryThinner(query, at: now)
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
    case events(EventQuery, StoreCompletion<[StoredEvent]>)
    case history(HistoryQuery, StoreCompletion<History>)
    case stop(Int64?, StoreCompletion<StoredEvent?>)
    case runs(RunQuery, StoreCompletion<[RecordedRun]>)
}

extension StoreRequest {
    /// Answers with a failure.
    func fail(_ error: StoreError) {
        switch self {
        case .clearLatch(_, let completion): completion(.failure(error))
        case .setAside(let completion): completion(.failure(error))
        case .events(_, let completion): completion(.failure(error))
        case .history(_, let completion): completion(.failure(error))
        case .stop(_, let completion): completion(.failure(error))
        case .runs(_, let completion): completion(.failure(error))
        }
    }
}
