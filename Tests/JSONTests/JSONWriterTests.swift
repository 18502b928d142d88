import JSON
import Testing

@Suite
struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.object(body), as: UTF8.self)
    }

    @Test
    func writesMembersInTheOrderInWhichItIsToldWithoutBlanks() {
        let text = text { json in
            json.member("b", 1)
            json.object("a") { json in
                json.member("t", true)
                json.null("n")
            }
            json.array("l") { json in
                json.element("x")
                json.element(2)
                json.element(nil, decimals: 1)
                json.array { $0.element(3) }
                json.object { $0.member("y", "z") }
                json.object { _ in }
            }
            json.member("end", "")
        }
        #expect(
            text
                == #"{"b":1,"a":{"t":true,"n":null},"l":["x",2,null,[3],{"y":"z"},{}],"end":""}"#
        )
    }

    @Test func whatIsUnknownIsNull() {
        let (words, flag, number): (String?, Bool?, Int64?) = (nil, nil, nil)
        let nothing = text { json in
            json.member("w", words)
            json.member("f", flag)
            json.member("n", number)
        }
        #expect(nothing == #"{"w":null,"f":null,"n":null}"#)
        let known = text { json in
            json.member("w", Optional("a"))
            json.member("f", Optional(false))
            json.member("n", Optional(7))
        }
        #expect(known == #"{"w":"a","f":false,"n":7}"#)
    }

    @Test(
        arguments: [
            (25.34, 1, "25.3"), (25, 1, "25.0"), (-0.04, 1, "0.0"), (99.96, 1, "100.0"),
            (.nan, 1, "null"), (.infinity, 1, "null"), (1e300, 1, "null"), (0.8425, 3, "0.843"),
        ] as [(Double, Int, String)]
    )
    func writesNumbersWithTheDecimalsAskedForNullForWhatIsNoNumber(
        number: Double,
        decimals: Int,
        expected: String
    ) {
        #expect(text { $0.member("n", number, decimals: decimals) } == "{\"n\":\(expected)}")
    }

    @Test
    func writesTextThatAParserReadsBackWhateverIsInIt() throws {
        var every = ""
        for scalar in (1...0x2ff).compactMap(Unicode.Scalar.init) {
            every.unicodeScalars.append(scalar)
        }
        let bytes = JSONWriter.object { $0.member("s", every + "→🔥") }
        #expect(try JSONValue(parsing: bytes).object?["s"]?.string == every + "→🔥")
        #expect(text { $0.member("s", "\"\\\n\u{1}") } == #"{"s":"\"\\\u000a\u0001"}"#)
    }
}
