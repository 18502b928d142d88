extension String {
    /// The word of `candidates` that a mistyped word probably means; `nil` where none is near enough
    /// (more than a third of the letters, at least one, would have to change).
    package func nearest(among candidates: some Sequence<String>) -> String? {
        let allowed = Swift.max(1, count / 3)
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(to: candidate)
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// How many letters must be inserted, removed, changed, or swapped with their neighbour
    /// (optimal string alignment).
    package func editDistance(to other: String) -> Int {
        let source = Array(self)
        let target = Array(other)
        var beforeLast: [Int] = []
        var last = Array(0...target.count)
        for row in source.indices {
            var current = [row + 1]
            current.reserveCapacity(target.count + 1)
            for column in target.indices {
                let change = last[column] + (source[row] == target[column] ? 0 : 1)
                var distance = Swift.min(change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, source[row] == target[column - 1],
                    source[row - 1] == target[column]
                {
                    distance = Swift.min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            beforeLast = last
            last = current
        }
        return last[target.count]
    }
}
