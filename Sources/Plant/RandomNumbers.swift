/// A small seeded generator (SplitMix64): the same seed gives the same numbers on every machine.
///
/// Not a `RandomNumberGenerator`: that protocol adds a generic `next()`, and compilers differ in which
/// one `next() % 8 != 0` calls (Swift 6.0 takes the 128-bit one, which draws twice).
package struct RandomNumbers: Sendable {
    private var state: UInt64

    /// Any seed is valid, also 0.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<1, uniformly distributed.
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number with mean 0 and standard deviation 1: the scaled sum of six uniform numbers, which needs
    /// no logarithm and has no extreme values.
    package mutating func normal() -> Double {
        var sum = -3.0
        for _ in 0..<6 { sum += uniform() }
        return sum * 1.414_213_562_373_095_1
    }
}
