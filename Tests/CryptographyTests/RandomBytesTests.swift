import Cryptography
import Testing

struct RandomBytesTests {
    @Test func asManyComeAsWereAskedFor() throws {
        for count in [0, 1, 16, 4096] {
            #expect(try RandomBytes.draw(count).count == count)
        }
        #expect(throws: CryptographyError(.drawRandomBytes)) { try RandomBytes.draw(-1) }
    }

    @Test func noTwoDrawsAreTheSame() throws {
        var seen: Set<[UInt8]> = []
        for _ in 0..<1000 { seen.insert(try RandomBytes.draw(16)) }
        #expect(seen.count == 1000)
    }

    @Test func equalBytesAreEqualAndOthersAreNot() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [0, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([], [0]))
    }
}
