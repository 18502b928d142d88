/// A version of Hearth: three numbers, and a word for a pre-release (semver.org 2.0.0, without
/// build metadata).
package struct ReleaseVersion: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// Compared first.
    package let major: UInt32
    /// Compared second.
    package let minor: UInt32
    /// Compared last.
    package let patch: UInt32
    /// `rc.1` in `1.0.0-rc.1`; empty for a release.
    package let preRelease: String

    /// From text such as `0.2.0` or `1.0.0-rc.1`.
    package init?(_ text: String) {
        guard text.utf8.count <= BundleLimits.version else { return nil }
        let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, let major = Self.number(numbers[0]),
            let minor = Self.number(numbers[1]), let patch = Self.number(numbers[2])
        else { return nil }
        if halves.count == 2 {
            let words = halves[1].split(separator: ".", omittingEmptySubsequences: false)
            guard words.allSatisfy(Self.isIdentifier) else { return nil }
        }
        self.major = major
        self.minor = minor
        self.patch = patch
        preRelease = halves.count == 2 ? String(halves[1]) : ""
    }

    /// Older than every version there is.
    package static let none = ReleaseVersion()

    private init() {
        (major, minor, patch, preRelease) = (0, 0, 0, "")
    }

    package var description: String {
        "\(major).\(minor).\(patch)" + (preRelease.isEmpty ? "" : "-" + preRelease)
    }

    /// Digits without a leading zero.
    private static func number(_ text: Substring) -> UInt32? {
        let digits = text.utf8
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != 0x30 else { return nil }
        return UInt32(text)
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d: true
                default: false
                }
            }
    }
}

extension ReleaseVersion: Comparable {
    package static func < (left: ReleaseVersion, right: ReleaseVersion) -> Bool {
        let first = (left.major, left.minor, left.patch)
        let second = (right.major, right.minor, right.patch)
        guard first == second else { return first < second }
        // A release comes after its pre-releases.
        guard !left.preRelease.isEmpty else { return false }
        guard !right.preRelease.isEmpty else { return true }
        return precedes(left.preRelease, right.preRelease)
    }

    /// Word by word: numbers by their size and before words, words by their letters, and the longer
    /// list after the shorter (section 11).
    private static func precedes(_ left: String, _ right: String) -> Bool {
        let first = left.split(separator: ".")
        let second = right.split(separator: ".")
        for (mine, other) in zip(first, second) where mine != other {
            switch (UInt64(mine), UInt64(other)) {
            case (let mine?, let other?): return mine < other
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return mine.utf8.lexicographicallyPrecedes(other.utf8)
            }
        }
        return first.count < second.count
    }
}
