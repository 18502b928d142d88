package import Chamber

/// How the store answers: on its own thread, once.
package typealias StoreCompletion<Answer> =
    @Sendable (Result<Answer, StoreError>) -> Void

/// Something that the store answers.
package enum StoreRequest: Sendable {
    case clearLatch(FaultNumber, StoreCompletion<FaultNumber>)
    case setAside(StoreCompletion<String>)
    case events(before: Int64?, limit: Int, StoreCompletion<[StoredEvent]>)
    case history(span: Duration, points: Int, StoreCompletion<History>)
    case stop(Int64?, StoreCompletion<StoredEvent?>)
}

extension StoreRequest {
    /// Answers that it cannot be done.
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
