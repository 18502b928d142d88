import Chamber
import TestSupport
import Testing

/// How our page gets to a browser: its language, its weight, and its one form.
@Suite(.serialized) struct HeaterServerPageTests {
    @Test(
        arguments: [
            ("", "en"), ("de-DE,de;q=0.9,en;q=0.8", "de"), ("fr, zh-CN;q=0.7", "zh"), ("tlh", "en"),
            ("de\r\nCookie: hearth-language=zh", "zh"),
            ("zh\r\nCookie: a=b; hearth-language=x", "zh"),
        ]
    )
    func theLanguageIsThatOfThePersonOrOfTheBrowser(accepted: String, language: String) throws {
        let heater = try TestHeater()
        let headers = accepted.isEmpty ? [] : ["Accept-Language: \(accepted)"]
        let page = try heater.ask("GET", "/hearth/", headers: headers).text
        #expect(page.contains("const language = '\(language)';"))
        #expect(page.contains("<title>Panda Breath</title>"))
    }

    @Test(arguments: ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "GZIP;q=1"])
    func aBrowserGetsThePageCompressed(encodings: String) throws {
        let heater = try TestHeater()
        let plain = try heater.ask("GET", "/")
        #expect(plain.header("Content-Encoding") == nil)
        let headers = ["Accept-Encoding: \(encodings)"]
        let answer = try heater.ask("HEAD", "/", headers: headers)
        #expect(answer.header("Content-Encoding") == "gzip")
        let length = try #require(answer.header("Content-Length").flatMap { Int($0) })
        #expect(length < 56_000)
        #expect(plain.text.utf8.count > 2 * length)
    }

    @Test(arguments: ["gzip;q=0", "br", "gzip;q=0.000", "identity"])
    func whoDoesNotReadGzipGetsThePlainPage(encodings: String) throws {
        let heater = try TestHeater()
        let answer = try heater.ask("GET", "/", headers: ["Accept-Encoding: \(encodings)"])
        #expect(answer.header("Content-Encoding") == nil)
        #expect(answer.text.contains("</html>"))
    }

    @Test(arguments: ["", "off=1", "{\"power\":true}", "power=true"])
    func theFormOfOffTurnsOffWhateverItHolds(body: String) throws {
        let heater = try TestHeater()
        let form = ["Content-Type: application/x-www-form-urlencoded"]
        for path in ["/off", "/hearth/off"] {
            let answer = try heater.ask("POST", path, headers: form, body: body)
            #expect(answer.status == 303)
            #expect(answer.header("Location") == "./")
        }
        #expect(heater.backend.wishes == [.setPower(false), .setPower(false)])
        #expect(heater.backend.envelopes.allSatisfy { $0.requester.kind == .page })
    }

    @Test func theFormOfOffSaysWhatIsWrong() throws {
        let heater = try TestHeater()
        heater.backend.become(.isFull)
        let answer = try heater.ask("POST", "/off")
        #expect(answer.status == 503)
        #expect(answer.text.contains("busy"))
    }

    @Test func anotherSitesFormIsRefusedAndAnAddressTurnsNothingOff() throws {
        let heater = try TestHeater()
        let foreign = try heater.ask("POST", "/off", headers: ["Origin: http://evil.example"])
        #expect(foreign.status == 403)
        #expect(try heater.ask("GET", "/off").status == 302)
        #expect(heater.backend.wishes.isEmpty)
    }

    @Test func thePagesFormGoesToThisSiteOnly() throws {
        let heater = try TestHeater()
        let policy = try #require(try heater.ask("GET", "/").header("Content-Security-Policy"))
        #expect(policy.contains("form-action 'self'"))
        #expect(policy.contains("manifest-src 'self'"))
    }
}
