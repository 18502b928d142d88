/// The seeded numbers for Swift's own functions, such as `Int.random(in:using:)`.
///
/// Those functions may draw differently from one Swift to the next: for tests that need variety, not
/// for runs that are compared to the byte.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var numbers: RandomNumbers

    /// Any seed will do, zero too.
    package init(seed: UInt64) {
        numbers = RandomNumbers(seed: seed)
    }

    package mutating func next() -> UInt64 {
        numbers.next()
    }
}
