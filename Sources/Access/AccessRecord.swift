package import Cryptography

/// What the state directory's file `access` says: whether a password is needed, and what is kept of
/// it and of the tokens.
///
/// ```
/// hearth-access 1
/// round 3
/// password scrypt 8192 8 10 SALT KEY
/// token klipper SHA-256
/// end
/// ```
package struct AccessRecord: Equatable, Sendable {
    /// A program's token, by the name that its owner gave it.
    package struct NamedToken: Equatable, Sendable {
        /// What the owner calls the program.
        package let name: String
        /// SHA-256 of the token; the token itself is stored nowhere.
        package let digest: Digest
    }

    /// More programs than anyone has at home.
    package static let mostTokens = 64
    /// Name of the file in the state directory.
    package static let fileName = "access"
    /// Bytes of the largest file.
    package static let largestFile = 16 * 1024

    private static let title = "hearth-access 1"
    private static let end = "end"

    /// `nil`: everyone on the network may use the device, as with the stock firmware.
    package var password: PasswordHash?
    /// In the order in which they were added; at most ``mostTokens``.
    package private(set) var tokens: [NamedToken] = []
    /// A number that changes when all sessions are to end.
    package private(set) var round: UInt64 = 0

    /// Nothing is asked of anyone.
    package init() {}

    /// Reads what ``bytes`` wrote; anything else is a mistake: half an access rule would protect
    /// nothing.
    package init(parsing bytes: [UInt8]) throws(AccessMistake) {
        guard bytes.count <= Self.largestFile, let text = String(validating: bytes, as: UTF8.self)
        else { throw AccessMistake(line: 1) }
        var number = 0
        var isEnded = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            // Nothing but the line's end may follow: a file that was cut lacks its end, and must not
            // pass for one without a password.
            if isEnded, line.isEmpty { return }
            guard !isEnded else { throw AccessMistake(line: number) }
            if line == Self.end, number > 1 {
                isEnded = true
            } else if number == 1 {
                guard line == Self.title else { throw AccessMistake(line: 1) }
            } else if !read(line) {
                throw AccessMistake(line: number)
            }
        }
        throw AccessMistake(line: number)
    }

    private mutating func read(_ line: Substring) -> Bool {
        let pair = line.split(separator: " ", maxSplits: 1)
        guard pair.count == 2 else { return false }
        switch pair[0] {
        case "round":
            guard let number = UInt64(pair[1]) else { return false }
            round = number
        case "password":
            guard password == nil, let hash = PasswordHash(text: pair[1]) else { return false }
            password = hash
        case "token":
            let words = pair[1].split(separator: " ")
            guard words.count == 2, let digest = Digest(hexadecimal: String(words[1])),
                insert(NamedToken(name: String(words[0]), digest: digest))
            else { return false }
        default:
            return false
        }
        return true
    }

    /// The file.
    package var bytes: [UInt8] {
        var lines = [Self.title, "round \(round)"]
        if let password { lines.append("password \(password.text)") }
        lines += tokens.map { "token \($0.name) \($0.digest)" }
        return Array(((lines + [Self.end]).joined(separator: "\n") + "\n").utf8)
    }

    /// Ends all sessions.
    package mutating func endSessions() {
        round &+= 1
    }

    /// Adds a token; false where there are too many, or one of that name.
    private mutating func insert(_ token: NamedToken) -> Bool {
        guard tokens.count < Self.mostTokens, Self.isName(token.name),
            !tokens.contains(where: { $0.name == token.name })
        else { return false }
        tokens.append(token)
        return true
    }

    /// Adds a token; false where there are too many, or one of that name.
    package mutating func add(_ token: Token, named name: String) -> Bool {
        insert(NamedToken(name: name, digest: token.digest))
    }

    /// Removes a token; false where there is none of that name.
    package mutating func removeToken(named name: String) -> Bool {
        guard let index = tokens.firstIndex(where: { $0.name == name }) else { return false }
        tokens.remove(at: index)
        return true
    }

    /// Letters, digits, `-`, `_` and `.`, at most 32.
    package static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                    || "-_.".utf8.contains(byte)
            }
    }
}

/// The file is not what Hearth wrote.
package struct AccessMistake: Error, Equatable, Sendable {
    /// Counts from 1.
    package let line: Int
}
