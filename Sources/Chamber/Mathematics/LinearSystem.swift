/// A symmetric, positive definite system of up to eight linear equations, without an allocation.
struct LinearSystem {
    private let count: Int
    private var matrix = SIMD64<Double>(repeating: 0)
    /// The right-hand sides.
    var right = SIMD8<Double>(repeating: 0)

    /// A system of `count` equations, 1 to 8, with all numbers 0.
    init(count: Int) {
        self.count = count
    }

    subscript(row: Int, column: Int) -> Double {
        get { matrix[8 &* row &+ column] }
        set { matrix[8 &* row &+ column] = newValue }
    }

    /// Solves the system by elimination; `nil` where it is singular to ten digits.
    func solved() -> SIMD8<Double>? {
        var (rows, values) = (self, right)
        for pivot in 0..<count {
            let scale = rows[pivot, pivot]
            guard scale > 1e-10 * self[pivot, pivot], scale.isFinite else { return nil }
            for row in (pivot &+ 1)..<max(count, pivot &+ 1) {
                let factor = rows[row, pivot] / scale
                for column in pivot..<count { rows[row, column] -= factor * rows[pivot, column] }
                values[row] -= factor * values[pivot]
            }
        }
        var row = count &- 1
        while row >= 0 {
            for column in (row &+ 1)..<max(count, row &+ 1) {
                values[row] -= rows[row, column] * values[column]
            }
            values[row] /= rows[row, row]
            row &-= 1
        }
        return values
    }
}
