import Chamber
package import Cryptography

/// Digest access authentication (RFC 7616, and RFC 2069's form without `qop`, which Prusa's own boards
/// ask for): the password itself never leaves.
package struct HTTPDigest: Equatable, Sendable {
    private enum Algorithm: String, Sendable {
        case md5 = "MD5"
        case sha256 = "SHA-256"
    }

    private let realm: String
    private let nonce: String
    private let opaque: String?
    private let hasQuality: Bool
    private let algorithm: Algorithm
    /// The challenge names an algorithm, so the answer repeats it.
    private let namesAlgorithm: Bool
    /// How often the nonce was used.
    private var count = 0

    /// Reads the header `WWW-Authenticate`; `nil`: no digest, or a kind of it that is not known here.
    package init?(challenge: String) {
        guard challenge.lowercased().hasPrefix("digest ") else { return nil }
        let fields = Self.fields(in: challenge.dropFirst("digest ".count))
        guard let realm = fields["realm"], let nonce = fields["nonce"], !nonce.isEmpty else {
            return nil
        }
        guard
            let algorithm = Algorithm(rawValue: (fields["algorithm"] ?? "MD5").uppercased())
        else { return nil }
        if let quality = fields["qop"] {
            let offered = quality.lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
            guard offered.contains("auth") else { return nil }
            hasQuality = true
        } else {
            hasQuality = false
        }
        self.realm = realm
        self.nonce = nonce
        self.algorithm = algorithm
        opaque = fields["opaque"]
        namesAlgorithm = fields["algorithm"] != nil
    }

    /// The header `Authorization` for a request. `salt`: random, at least 8 letters and digits.
    package mutating func authorization(
        user: String,
        password: String,
        method: String,
        path: String,
        salt: String
    ) throws(CryptographyError) -> String {
        count += 1
        let uses = Self.eightDigits(count)
        let secret = try hash("\(user):\(realm):\(password)")
        let request = try hash("\(method):\(path)")
        let proof =
            hasQuality
            ? try hash("\(secret):\(nonce):\(uses):\(salt):auth:\(request)")
            : try hash("\(secret):\(nonce):\(request)")
        var parts = [
            "username=\"\(user)\"", "realm=\"\(Self.quoted(realm))\"",
            "nonce=\"\(Self.quoted(nonce))\"", "uri=\"\(path)\"", "response=\"\(proof)\"",
        ]
        if namesAlgorithm { parts.append("algorithm=\(algorithm.rawValue)") }
        if hasQuality { parts += ["qop=auth", "nc=\(uses)", "cnonce=\"\(salt)\""] }
        if let opaque { parts.append("opaque=\"\(Self.quoted(opaque))\"") }
        return "Digest " + parts.joined(separator: ", ")
    }

    private func hash(_ text: String) throws(CryptographyError) -> String {
        switch algorithm {
        case .md5: try MD5.digest(of: text.utf8).hexadecimal
        case .sha256: try SHA256.digest(of: text.utf8).description
        }
    }

    private static func eightDigits(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, 8 - text.count)) + text
    }

    private static func quoted(_ text: String) -> String {
        String(text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] })
    }

    /// The parts `name=value` and `name="value"` between the commas.
    private static func fields(in text: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        var rest = text
        while !rest.isEmpty {
            rest = rest.drop { $0 == " " || $0 == "," || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { break }
            let name = rest[..<equals].lowercased().filter { $0 != " " }
            rest = rest[rest.index(after: equals)...].drop { $0 == " " }
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let next = rest.popFirst(), next != "\"" {
                    if next == "\\", let escaped = rest.popFirst() {
                        value.append(escaped)
                    } else {
                        value.append(next)
                    }
                }
            } else {
                value = String(rest.prefix { $0 != "," && $0 != " " })
                rest = rest.dropFirst(value.count)
            }
            fields[name] = value
        }
        return fields
    }
}
