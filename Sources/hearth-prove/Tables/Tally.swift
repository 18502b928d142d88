/// How often each word occurs, for a table.
package struct Tally {
    private let counts: [(word: String, count: Int)]

    /// Counts equal words; the most frequent word comes first.
    package init(_ words: [String]) {
        var counts: [String: Int] = [:]
        for word in words { counts[word, default: 0] += 1 }
        self.counts = counts.map { ($0.key, $0.value) }
            .sorted { ($1.count, $0.word) < ($0.count, $1.word) }
    }

    /// As in `relay_stuck 190, over_temperature 3`; the number is left out where there is only one word.
    package func words(_ name: (String) -> String = { $0 }) -> String {
        guard counts.count > 1 else { return counts.first.map { name($0.word) } ?? "" }
        return counts.map { "\(name($0.word)) \($0.count)" }.joined(separator: ", ")
    }
}
