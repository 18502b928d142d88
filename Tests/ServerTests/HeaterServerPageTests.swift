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
        #expect(page.contains("const language='\(language)';"))
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
        #expect(length <= 35_000)
        #expect(plain.text.utf8.count > 2 * length)
    }

    @Test(arguments: ["en", "de", "zh"])
    func thePageKeepsItsWeightInEveryLanguage(language: String) throws {
        let heater = try TestHeater()
        let accepted = ["Accept-Language: \(language)", "Accept-Encoding: gzip"]
        let page = try heater.ask("GET", "/", headers: ["Accept-Language: \(language)"]).text
        let length = try heater.ask("HEAD", "/", headers: accepted).header("Content-Length")
        #expect(page.utf8.count <= 120_000)
        #expect(Int(length ?? "") ?? .max <= 35_000)
        let views = try #require(viewsPath(in: page))
        let compressed = try heater.ask("HEAD", views, headers: accepted).header("Content-Length")
        #expect(Int(compressed ?? "") ?? .max <= 24_000)
    }

    @Test func theViewsBelongToThePageThatNamesThem() throws {
        let heater = try TestHeater()
        for language in ["en", "de", "zh"] {
            let headers = ["Accept-Language: \(language)"]
            let path = try #require(
                viewsPath(in: try heater.ask("GET", "/", headers: headers).text)
            )
            for place in [path, "/hearth" + path] {
                let views = try heater.ask("GET", place)
                #expect(views.status == 200)
                #expect(views.header("Content-Type") == "text/javascript; charset=utf-8")
                #expect(views.header("Cache-Control") == "max-age=31536000, immutable")
                #expect(views.text.contains("makeSettings"))
            }
        }
        // Another version's: never these views under that address.
        #expect(try heater.ask("GET", "/views-en-00000000.js").status == 302)
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

    /// Where the page finds its views.
    private func viewsPath(in page: String) -> String? {
        guard let at = page.firstRange(of: "const viewsAddress='") else { return nil }
        return "/" + page[at.upperBound...].prefix { $0 != "'" }
    }
}
