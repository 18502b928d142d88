package import JSON

/// The ways of messages, in words.
package enum NotifyReport {
    /// One way of an answer.
    package struct Way {
        private let name: String
        private let waiting: Int
        private let trouble: String?

        fileprivate init?(_ object: JSONObject) {
            guard let way = object["way"]?.string else { return nil }
            let place = object["place"]?.string ?? ""
            name = place.isEmpty ? way : "\(way) (\(place))"
            waiting = object["waiting"]?.wholeNumber ?? 0
            trouble = object["trouble"]?.string
        }

        /// How it does.
        package var standing: String {
            if let trouble { return "\(name): \(trouble)" }
            return waiting == 0 ? "\(name): nothing waits" : "\(name): \(waiting) waiting"
        }

        /// What came of a test.
        package var outcome: String {
            trouble.map { "\(name): it \($0)" } ?? "\(name): sent"
        }
    }

    /// The ways that an answer names.
    package static func ways(_ answer: JSONObject) -> [Way] {
        guard case .array(let ways) = answer["ways"] else { return [] }
        return ways.compactMap { $0.object.flatMap { Way($0) } }
    }
}
