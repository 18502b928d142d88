import Cryptography
import Testing

/// Vectors of RFC 7914, section 12. Its fourth needs 1 GiB, which is refused.
struct ScryptTests {
    struct Vector: Sendable {
        let password: String
        let salt: String
        let cost: UInt64
        let blockSize: UInt64
        let parallelization: UInt64
        let key: String
    }

    static let vectors = [
        Vector(
            password: "",
            salt: "",
            cost: 16,
            blockSize: 1,
            parallelization: 1,
            key: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        Vector(
            password: "password",
            salt: "NaCl",
            cost: 1024,
            blockSize: 8,
            parallelization: 16,
            key: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        Vector(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            cost: 16384,
            blockSize: 8,
            parallelization: 1,
            key: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ]

    @Test("Keys from passwords are the standard's", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let scrypt = try #require(
            Scrypt(
                cost: vector.cost,
                blockSize: vector.blockSize,
                parallelization: vector.parallelization
            )
        )
        let key = try scrypt.key(
            from: Array(vector.password.utf8),
            salt: Array(vector.salt.utf8),
            byteCount: 64
        )
        #expect(key.hexadecimal == vector.key)
    }

    @Test(
        "Costs that are no power of two or want too much memory are refused",
        arguments: [
            (0, 8, 1), (1, 8, 1), (1000, 8, 1), (16, 0, 1), (16, 1, 0), (16, 65, 1), (16, 1, 65),
            (1 << 17, 8, 1), (1 << 63, 1, 1),
        ] as [(UInt64, UInt64, UInt64)]
    )
    func refused(cost: UInt64, blockSize: UInt64, parallelization: UInt64) {
        let scrypt = Scrypt(cost: cost, blockSize: blockSize, parallelization: parallelization)
        #expect(scrypt == nil)
    }

    @Test func noKeyOfNoBytes() throws {
        let scrypt = try #require(Scrypt(cost: 16, blockSize: 1, parallelization: 1))
        #expect(throws: CryptographyError(.derive)) {
            try scrypt.key(from: [], salt: [], byteCount: 0)
        }
    }
}
