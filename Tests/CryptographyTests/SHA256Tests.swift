import Cryptography
import Testing

/// Vectors of FIPS 180-4's examples and of RFC 6234, section 8.5.
struct SHA256Tests {
    static let vectors = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test("A text's hash is the standard's", arguments: vectors)
    func vector(text: String, hash: String) throws {
        #expect(try SHA256.digest(of: text.utf8).description == hash)
    }

    @Test func theHashIsTheSameInWhateverPiecesTheBytesCome() throws {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let whole = try SHA256.digest(of: bytes)
        for size in [1, 3, 63, 64, 65, 999] {
            let hash = try SHA256()
            for start in stride(from: 0, to: bytes.count, by: size) {
                try hash.update(bytes[start..<min(start + size, bytes.count)])
            }
            let pieced = try hash.finish()
            #expect(pieced == whole)
        }
    }

    @Test func aMillionLettersHaveTheStandardsHash() throws {
        let hash = try SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<1000 { try hash.update(piece) }
        let digest = try hash.finish()
        #expect(
            digest.description
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test func aDigestReadsBackFromItsOwnDigitsAndFromNoOthers() throws {
        let digest = try SHA256.digest(of: "abc".utf8)
        #expect(Digest(hexadecimal: digest.description) == digest)
        #expect(Digest(hexadecimal: digest.description.uppercased()) == digest)
        #expect(Digest(hexadecimal: String(digest.description.dropLast(2))) == nil)
        #expect(Digest(hexadecimal: digest.description + "00") == nil)
        #expect(Digest(hexadecimal: "g" + digest.description.dropFirst()) == nil)
        #expect(Digest(hexadecimal: String(digest.description.dropLast())) == nil)
    }
}
