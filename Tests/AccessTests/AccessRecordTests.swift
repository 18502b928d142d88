import Access
import Testing

struct AccessRecordTests {
    private static func full() throws -> AccessRecord {
        var record = AccessRecord()
        record.password = try PasswordHash(of: Array("correct horse".utf8))
        record.endSessions()
        for name in ["klipper", "home-assistant_2.0"] {
            let token = try Token.random()
            #expect(record.add(token, named: name) == true)
        }
        return record
    }

    @Test func whatWasWrittenIsReadAgain() throws {
        let record = try Self.full()
        #expect(try AccessRecord(parsing: record.bytes) == record)
        #expect(try AccessRecord(parsing: AccessRecord().bytes) == AccessRecord())
    }

    @Test func aFileThatWasCutAnywhereIsNoRecord() throws {
        let bytes = try Self.full().bytes
        for count in bytes.indices.dropFirst() {
            let cut = Array(bytes[..<count])
            #expect(throws: AccessMistake.self, "cut at \(count)") {
                try AccessRecord(parsing: cut)
            }
        }
    }

    @Test(arguments: [
        "", "\n", "hearth-access 1", "hearth-access 2\nround 0\n",
        "hearth-access 1\nround x\nend\n",
        "hearth-access 1\nround 0\npassword secret\nend\n", "hearth-access 1\nround 0\n",
        "hearth-access 1\nround 0\ntoken a b\nend\n", "hearth-access 1\nround 0\nelse 1\nend\n",
        "end\n", "hearth-access 1\nend\nround 1\n", "hearth-access 1\n\nend\n",
    ])
    func anythingElseIsAMistake(text: String) {
        #expect(throws: AccessMistake.self) { try AccessRecord(parsing: Array(text.utf8)) }
    }

    @Test func neitherPasswordNorTokenStandsInIt() throws {
        var record = AccessRecord()
        record.password = try PasswordHash(of: Array("correct horse".utf8))
        let token = try Token.random()
        #expect(record.add(token, named: "klipper") == true)
        let text = String(decoding: record.bytes, as: UTF8.self)
        #expect(!text.contains("correct horse"))
        #expect(!text.contains(token.text))
    }

    @Test func aNameBelongsToOneTokenAndTheirNumberIsBounded() throws {
        var record = AccessRecord()
        let token = try Token.random()
        #expect(record.add(token, named: "a") == true)
        #expect(record.add(token, named: "a") == false)
        #expect(record.add(token, named: "with space") == false)
        for number in 1..<AccessRecord.mostTokens {
            #expect(record.add(token, named: "n\(number)") == true)
        }
        #expect(record.add(token, named: "one-too-many") == false)
        #expect(record.removeToken(named: "a") == true)
        #expect(record.removeToken(named: "a") == false)
        #expect(record.bytes.count <= AccessRecord.largestFile)
    }

    @Test func aPasswordIsKnownAgainAndNoOtherIs() throws {
        let hash = try PasswordHash(of: Array("correct horse".utf8))
        #expect(try hash.matches(Array("correct horse".utf8)))
        #expect(try !hash.matches(Array("correct horsf".utf8)))
        #expect(try !hash.matches([]))
        // Each has a salt of its own.
        #expect(try PasswordHash(of: Array("correct horse".utf8)) != hash)
    }

    @Test func twoTokensDiffer() throws {
        let (one, other) = (try Token.random(), try Token.random())
        #expect(one.text != other.text)
        #expect(one.text.count == 64)
        #expect(try Token.digest(of: one.text) == one.digest)
    }
}
