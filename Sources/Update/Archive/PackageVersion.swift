/// A version of a Debian package: `0.2.0`, `1:0.2.0~rc1-1`; compared as dpkg does (deb-version(7)).
package struct PackageVersion: Comparable, Sendable, CustomStringConvertible {
    package let description: String
    private let epoch: UInt64
    private let upstream: [UInt8]
    private let revision: [UInt8]

    /// Longer than any version there is.
    private static let longest = 128

    /// `nil` for text that no package has as its version, which is never shown to anybody.
    package init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= Self.longest,
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        description = String(text)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let epoch = UInt64(parts[0]) else { return nil }
            self.epoch = epoch
        } else {
            epoch = 0
        }
        let rest = parts[parts.count - 1]
        if let dash = rest.lastIndex(of: "-") {
            upstream = Array(rest[..<dash].utf8)
            revision = Array(rest[rest.index(after: dash)...].utf8)
        } else {
            upstream = Array(rest.utf8)
            revision = []
        }
    }

    package static func == (one: PackageVersion, other: PackageVersion) -> Bool {
        !(one < other) && !(other < one)
    }

    package static func < (one: PackageVersion, other: PackageVersion) -> Bool {
        guard one.epoch == other.epoch else { return one.epoch < other.epoch }
        let upstream = order(one.upstream, other.upstream)
        return (upstream == 0 ? order(one.revision, other.revision) : upstream) < 0
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || ".+-~:".utf8.contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    /// Below 0: the first is older. By turns a part without digits, in which `~` is before the end, the end
    /// before letters and letters before all else, and a number.
    private static func order(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var (one, other) = (one[...], other[...])
        while !one.isEmpty || !other.isEmpty {
            while one.first.map({ !isDigit($0) }) ?? false
                || other.first.map({ !isDigit($0) }) ?? false
            {
                let (first, second) = (weight(one.first), weight(other.first))
                if first != second { return first - second }
                one = one.dropFirst()
                other = other.dropFirst()
            }
            let (first, second) = (takeNumber(&one), takeNumber(&other))
            if first.count != second.count { return first.count - second.count }
            if let difference = zip(first, second).first(where: { $0 != $1 }) {
                return Int(difference.0) - Int(difference.1)
            }
        }
        return 0
    }

    /// The end and a digit count alike: both end the part.
    private static func weight(_ byte: UInt8?) -> Int {
        guard let byte, !isDigit(byte) else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        return isLetter(byte) ? Int(byte) : Int(byte) + 256
    }

    /// Takes the digits that follow, and gives them without zeros before them.
    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        return digits.drop { $0 == UInt8(ascii: "0") }
    }
}
