/// The distribution of measured numbers for a table.
package struct Spread {
    private let sorted: [Double]

    /// Takes numbers in any order; an empty list is allowed.
    package init(_ values: [Double]) { sorted = values.sorted() }

    package var count: Int { sorted.count }
    /// `nil` without values.
    package var median: Double? { at(0.5) }
    /// The value that 95 % do not exceed; `nil` without values.
    package var p95: Double? { at(0.95) }
    /// The largest; `nil` without values.
    package var worst: Double? { sorted.last }

    /// The smallest value that at least `share` of all values do not exceed.
    private func at(_ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = (share * Double(sorted.count)).rounded(.up)
        return sorted[min(max(Int(rank) - 1, 0), sorted.count - 1)]
    }
}
