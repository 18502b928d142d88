/// The seeded numbers as a generator for Swift's own functions, such as `Int.random(in:using:)`.
///
/// Those functions may draw differently in another Swift version: use it for tests that need variety,
/// not for runs that are compared byte by byte.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var numbers: RandomNumbers

    /// Any seed is valid, also 0.
    package init(seed: UInt64) {
        numbers = RandomNumbers(seed: seed)
    }

    package mutating func next() -> UInt64 {
        numbers.next()
    }
}
