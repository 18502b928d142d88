import JSON
import Testing

@Suite
struct JSONValueTests {
    private func parse(_ text: String) -> Result<JSONValue, JSONError> {
        Result { () throws(JSONError) in try JSONValue(parsing: Array(text.utf8)) }
    }

    private func isTaken(_ text: String) -> Bool {
        switch parse(text) {
        case .success: true
        case .failure: false
        }
    }

    @Test
    func keepsOneAndOnePointZeroAndTrueApart() throws {
        let object = try #require(try parse(#"{"a":1,"b":1.0,"c":true,"d":null}"#).get().object)
        #expect(object["a"] == .integer(1))
        #expect(object["b"] == .real(1))
        #expect(object["c"] == .bool(true))
        #expect(object["d"] == .null)
        #expect(object["c"]?.number == nil)
        #expect(object["a"]?.bool == nil)
        #expect(object["e"] == nil)
    }

    @Test
    func keepsTheMembersInTheOrderInWhichTheyWereWritten() throws {
        let object = try #require(try parse(#"{"z":1,"a":2,"m":3}"#).get().object)
        #expect(object.members.map(\.key) == ["z", "a", "m"])
    }

    @Test
    func readsTextBeyondASCIIAndWithEscapes() throws {
        let value = try parse(#"["ä→🔥","\u00e4\"\\\n"]"#).get()
        #expect(value == .array([.string("ä→🔥"), .string("ä\"\\\n")]))
    }

    @Test(arguments: [
        ("2", 2), ("2.0", 2), ("-3", -3), ("2.5", nil), ("1e300", nil), ("3000000000", nil),
        ("9223372036854775807", nil), ("true", nil), ("\"2\"", nil), ("null", nil),
    ]
    )
    func takesAWholeNumberWrittenWithAPointForOneAndNothingElse(text: String, number: Int?) throws {
        let object = try #require(try parse("{\"n\":\(text)}").get().object)
        #expect(object["n"]?.wholeNumber == number)
    }

    @Test(arguments: [
        "", " ", "{", "}", "{]", "[1,]", "{\"a\":}", "{a:1}", "{'a':1}", "nul", "1", "\"a\"",
        "true",
        "{\"a\":1}{", "{\"a\":1} x", "{\"a\":1e999}", "{\"a\":-1e999}", "{\"a\":NaN}",
        "{\"a\":Infinity}", "{\"a\":99999999999999999999}", "{\"a\":-9223372036854775809}",
        "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":0x10}",
        "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{\"a\":\"\\u0000\"}",
        "{\"a\\u0000\":1}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\x\"}",
        "\u{feff}{}", "// {}", "{\"a\":1,}", "[1 2]",
    ]
    )
    func rejectsWhatIsMalformedOutOfRangeOrAmbiguous(text: String) {
        guard case .failure(.malformed(let reason)) = parse(text) else {
            Issue.record("was taken for JSON: \(text)")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(
        arguments: [
            [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82],
        ]
            as [[UInt8]]
    )
    func rejectsWhatIsNotUTF8(bytes: [UInt8]) {
        let text = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test
    func takes16LevelsAndNot17OfObjectsAndOfLists() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "1"
            let deepest = { (levels: Int) in
                String(repeating: open, count: levels) + inner
                    + String(repeating: close, count: levels)
            }
            #expect(isTaken(deepest(16)))
            #expect(parse(deepest(17)) == .failure(.tooDeep))
            #expect(parse(deepest(30_000).prefix(60_000).description) == .failure(.tooDeep))
        }
    }

    @Test
    func doesNotCountBracketsWithinTextAsLevels() throws {
        let text = String(repeating: "[{\\\"\\\\", count: 100)
        let value = try parse("[\"\(text)\"]").get()
        #expect(value == .array([.string(String(repeating: "[{\"\\", count: 100))]))
    }

    @Test
    func takes64KiBAndNotAByteMore() {
        let text = "{\"a\":\"" + String(repeating: "x", count: 65_536 - 8) + "\"}"
        #expect(text.utf8.count == 65_536)
        #expect(isTaken(text))
        #expect(parse(text + " ") == .failure(.tooLong(bytes: 65_537, allowed: 65_536)))
    }

    @Test
    func survivesEveryPrefixAndEverySingleByteChangeOfARealMessage() {
        let text = Array(
            #"{"settings":{"work_on":true,"set_temp":55.5,"x":["a\u00e4",null]}}"#.utf8
        )
        for end in text.indices {
            // Part of an object is not an object.
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<end])) }
        }
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var damaged = text
                damaged[place] = byte
                do {
                    let value = try JSONValue(parsing: damaged)
                    #expect(value.object != nil || value.kindInWords == "a list")
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }
}
