import Cryptography
import Testing

/// Vectors of RFC 8032, section 7.1.
struct Ed25519Tests {
    struct Vector: Sendable {
        let seed: String
        let key: String
        let message: String
        let signature: String
    }

    static let vectors = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature:
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature:
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
                + "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        Vector(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature:
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
                + "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    @Test("Keys and signatures are the standard's", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let key = try #require(
            Ed25519PrivateKey(seed: [UInt8](hexadecimal: vector.seed) ?? [])
        )
        let message = try #require([UInt8](hexadecimal: vector.message))
        let signature = try key.signature(of: message)
        #expect(key.publicKey.bytes.hexadecimal == vector.key)
        #expect(signature.hexadecimal == vector.signature)
        #expect(key.publicKey.isSignature(signature, of: message))
    }

    @Test func everyFlippedBitOfASignatureIsRefused() throws {
        let key = try Ed25519PrivateKey.random()
        let message = Array("heat nothing".utf8)
        let signature = try key.signature(of: message)
        for bit in 0..<(signature.count * 8) {
            var wrong = signature
            wrong[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isSignature(wrong, of: message))
        }
        #expect(!key.publicKey.isSignature(Array(signature.dropLast()), of: message))
        #expect(!key.publicKey.isSignature([], of: message))
    }

    @Test func anotherMessageAndAnotherKeyAreRefused() throws {
        let key = try Ed25519PrivateKey.random()
        let other = try Ed25519PrivateKey.random()
        let signature = try key.signature(of: [1, 2, 3])
        #expect(!key.publicKey.isSignature(signature, of: [1, 2, 4]))
        #expect(!key.publicKey.isSignature(signature, of: [1, 2]))
        #expect(!other.publicKey.isSignature(signature, of: [1, 2, 3]))
        #expect(key.publicKey != other.publicKey)
    }

    @Test func aKeyReadsFromTheTextThatOpensslWrites() {
        // The second vector's public key, as `openssl pkey -pubout` writes it.
        let text = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=
            -----END PUBLIC KEY-----

            """
        let key = Ed25519PublicKey(pem: Array(text.utf8))
        #expect(key?.bytes.hexadecimal == Self.vectors[1].key)
    }

    @Test(
        "Anything else is no key",
        arguments: [
            "", "hello", "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n",
            // An X25519 key: as long, but it signs nothing.
            "-----BEGIN PUBLIC KEY-----\n"
                + "MCowBQYDK2VuAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                + "-----END PUBLIC KEY-----\n",
        ]
    )
    func noKey(text: String) {
        #expect(Ed25519PublicKey(pem: Array(text.utf8)) == nil)
        #expect(Ed25519PublicKey(Array(text.utf8.prefix(31))) == nil)
        #expect(Ed25519PrivateKey(seed: [1, 2, 3]) == nil)
    }
}
