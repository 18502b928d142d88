import Chamber
import Dialects
import Surroundings
import TestSupport
import Testing

/// Section 1 of the wire contract, and who may ask at all.
@Suite(.serialized) struct HeaterServerHTTPTests {
    @Test func thePageHasTheTitleThatClientsLookForAndRunsNothingButItsOwn() throws {
        let heater = try TestHeater()
        let answer = try heater.ask("GET", "/")
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.text.contains("<title>Panda Breath</title>"))
        let policy = try #require(answer.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(try heater.ask("GET", "/").header("Content-Security-Policy") != policy)
        #expect(try heater.ask("HEAD", "/").status == 200)
    }

    @Test(arguments: ["/generate_204", "/hotspot-detect.html", "/index.php?x=1"])
    func whatIsUnknownLeadsToThePage(path: String) throws {
        let heater = try TestHeater()
        let answer = try heater.ask("GET", path)
        #expect(answer.status == 302)
        #expect(answer.header("Location") == "/")
    }

    @Test(
        arguments: [
            "localhost", "localhost:8080", "127.0.0.1", "192.168.1.20:80", "[::1]", "[fe80::1]:80",
            "PandaBreath.local", "pandabreath.local.", "heater.example", "HEATER.example:81",
            "192.168.1.20:", "pandabreath", "a.wild.example", "B.C.wild.example:8080",
        ]
    )
    func theDeviceAnswersToItsOwnNames(host: String) throws {
        let heater = try TestHeater()
        #expect(try heater.ask("GET", "/", host: host).status == 200)
        #expect(try heater.ask("GET", "/api/v1/state", host: host).status == 200)
    }

    @Test(
        arguments: [
            "evil.example", "evil.example:80", "local", "127.0.0.1.evil.example", "localhost.evil",
            "1.2.3", "1.2.3.256", "evil@localhost", "xlocal", "heater.example.evil",
            "localhost:80:80", "localhost:x", "evil.local", "pandabreath.lan", "wild.example",
            "xwild.example",
        ]
    )
    func theDeviceDoesNotAnswerToAStrangersName(host: String) throws {
        let heater = try TestHeater()
        let home = "http://127.0.0.1:\(heater.port)"
        let ways = [
            ("/", "/"), ("/generate_204", "/"), ("/hearth", "/hearth/"), ("/hearth/x", "/hearth/"),
            ("/api/v1/state", "/api/v1/state"), ("/api/v1/stream", "/api/v1/stream"),
            ("/metrics", "/metrics"), ("/ws", "/"), ("/login", "/"), ("/stock", "/"),
        ]
        for (path, place) in ways {
            for method in ["GET", "HEAD"] {
                let answer = try heater.ask(method, path, host: host)
                #expect(answer.status == 302)
                #expect(answer.header("Location") == home + place)
                #expect(answer.text.isEmpty)
            }
        }
        let wish = try heater.ask("POST", "/api/v1/wish", host: host, body: "{}")
        #expect(wish.status == 403)
        #expect(wish.text.contains(#""code":"foreign_host""#))
        let upgrade = try heater.ask(
            "GET",
            "/ws",
            host: host,
            headers: [
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ]
        )
        #expect(upgrade.status == 403)
    }

    @Test func aMachineOfTheSameNameIsFoundByTheOtherOne() throws {
        let heater = try TestHeater()
        let other = "pandabreath-2.local"
        #expect(try heater.ask("GET", "/", host: other).status == 302)
        heater.backend.changeDevice { $0.status.announcedName = "PandaBreath-2" }
        #expect(try heater.ask("GET", "/", host: other).status == 200)
    }

    /// Behind a proxy an address of this machine leads its client to the client's own.
    @Test(arguments: [
        "X-Forwarded-For: 192.168.1.7", "Via: 1.1 proxy", "Forwarded: for=192.168.1.7",
        "X-Forwarded-Proto: https", "X-Forwarded-Host: heater.lan",
    ])
    func aProxysClientIsToldWhatIsMissing(header: String) throws {
        let heater = try TestHeater()
        let answer = try heater.ask("GET", "/", host: "heater.lan", headers: [header])
        #expect(answer.status == 403)
        #expect(answer.header("Content-Type") == "application/json")
        for part in ["Host is", "heater.lan", "host_names", "PandaBreath.local", "foreign_host"] {
            #expect(answer.text.contains(part))
        }
    }

    @Test func aSocketAskedForWithoutAnUpgradeIsExplained() throws {
        let heater = try TestHeater()
        let answer = try heater.ask("GET", "/ws")
        #expect(answer.status == 426)
        #expect(answer.header("Upgrade") == "websocket")
        #expect(answer.text.contains(#""code":"no_upgrade""#))
    }

    @Test(arguments: ["https://app.example", "capacitor://localhost"])
    func anAllowedSiteMayAskUnderAnyOfOurNames(origin: String) throws {
        let heater = try TestHeater(allowedOrigins: [origin])
        let wish = try heater.wish(#"{"power":true}"#, headers: ["Origin: \(origin)"])
        #expect(wish.status == 200)
        let client = try heater.connect()
        #expect(try client.open("/ws", headers: ["Origin: \(origin)"]).status == 101)
        let other = try heater.wish(#"{"power":true}"#, headers: ["Origin: \(origin).evil"])
        #expect(other.status == 403)
        #expect(other.text.contains("allowed_origins"))
    }

    @Test(
        arguments: [
            "http://evil.example", "http://localhost:81", "http://localhost.evil", "null",
            "file://", "localhost", "http://localhost/x", "ftp://localhost",
            "http://evil@localhost", "https://localhost.evil",
        ]
    )
    func aPageOfAnotherSiteMayNeitherPostNorOpenASocket(origin: String) throws {
        let heater = try TestHeater()
        let wish = try heater.wish(#"{"power":true}"#, headers: ["Origin: \(origin)"])
        #expect(wish.status == 403)
        #expect(wish.text.contains(#""code":"foreign_origin""#))
        let update = try heater.ask("POST", "/ota", headers: ["Origin: \(origin)"], body: "x")
        #expect(update.status == 403)
        let client = try heater.connect()
        try client.send(RawClient.upgrade("/ws", headers: ["Origin: \(origin)"]))
        #expect(try client.answer().status == 403)
        #expect(heater.backend.wishes.isEmpty)
    }

    @Test func theDevicesOwnPageMayDoBoth() throws {
        let heater = try TestHeater()
        let own = ["Origin: http://localhost"]
        #expect(try heater.wish(#"{"power":true}"#, headers: own).status == 200)
        let client = try heater.connect()
        #expect(try client.open("/ws", headers: own).status == 101)
        let ported = try heater.ask(
            "POST",
            "/api/v1/wish",
            host: "192.168.1.20:8080",
            headers: ["Content-Type: application/json", "Origin: http://192.168.1.20:8080"],
            body: #"{"power":false}"#
        )
        #expect(ported.status == 200)
    }

    @Test func thereIsASocketAtOnePathOnly() throws {
        let heater = try TestHeater()
        let client = try heater.connect()
        try client.send(RawClient.upgrade("/other"))
        #expect(try client.answer().status == 404)
    }

    // MARK: Uploads (section 7)

    @Test(
        arguments: [
            ("OTA-Type: ota_fw", #"{"response":{"type":"ota_fw","ok":0}}"#),
            ("OTA-Type: ota_img", #"{"response":{"type":"ota_unknown","ok":0}}"#),
            ("X-None: 1", #"{"response":{"type":"ota_unknown","ok":0}}"#),
        ]
    )
    func anUploadIsTakenAndDeclinedOnTheSocket(header: String, response: String) throws {
        let heater = try TestHeater()
        let client = try heater.client()
        let answer = try heater.ask(
            "POST",
            "/ota",
            headers: ["Content-Type: application/octet-stream;charset=UTF-8", header],
            body: String(repeating: "firmware", count: 20_000)
        )
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer.header("Connection")?.lowercased() == "close")
        try client.frames(upTo: response)
    }

    @Test func anAcceptedUploadIsHandedOnByteByByteAndTellsEverybody() throws {
        let heater = try TestHeater()
        heater.backend.acceptUploads()
        let client = try heater.client()
        let body = String(repeating: "firmware", count: 20_000)
        let answer = try heater.ask("POST", "/ota", headers: ["OTA-Type: ota_fw"], body: body)
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer.header("Hearth-Update") == "accepted")
        #expect(answer.header("Hearth-Update-Words") == "An update, accepted.")
        try client.frames(upTo: #"{"response":{"type":"ota_fw","ok":1}}"#)
        #expect(heater.backend.uploaded == Array(body.utf8))
    }

    @Test func aSecondUploadIsRefusedWhileOneRunsAndAVanishedOneIsForgotten() throws {
        let heater = try TestHeater()
        let client = try heater.client()
        do {
            let first = try heater.connect()
            try first.request("POST", "/ota", headers: ["Content-Length: 100"])
            try first.send("some of it")
            // It is refused only after the server has received the first.
            for _ in 0..<200 where heater.backend.refusedUploads == 0 {
                let second = try heater.ask("POST", "/ota", body: "x")
                #expect(second.status == 200)
                #expect(second.header("Hearth-Update") == "refused")
            }
            #expect(heater.backend.refusedUploads > 0)
            try client.frames(upTo: #"{"response":{"type":"ota_fw","ok":0}}"#)
        }
        let isForgotten = heater.backend.wait { $0.settledUploads == 1 }
        #expect(isForgotten)
        _ = try heater.ask("POST", "/ota", body: "x")
        #expect(heater.backend.uploaded == Array("x".utf8))
    }

    @Test func goingBackIsAnsweredWithTheReasonWhereItIsRefused() throws {
        let heater = try TestHeater()
        let refused = try heater.ask("POST", "/api/v1/update/rollback", body: "")
        #expect(refused.status == 409)
        heater.backend.acceptUploads()
        #expect(try heater.ask("POST", "/api/v1/update/rollback", body: "").status == 200)
        #expect(try heater.ask("GET", "/api/v1/update/rollback").status == 405)
    }

    @Test func aComputedChamberTakesFaultsAndARealOneRefuses() throws {
        let heater = try TestHeater()
        let path = "/api/v1/simulate"
        let json = ["Content-Type: application/json"]
        let body = #"{"fault":"sun","amount":12.5}"#
        #expect(try heater.ask("POST", path, headers: json, body: body).status == 200)
        #expect(heater.backend.simulated == [.begin(name: "sun", amount: 12.5)])
        #expect(try heater.ask("GET", path).text.contains(#""amount":12.500"#))
        let unknown = try heater.ask(
            "POST",
            path,
            headers: json,
            body: #"{"end_fault":"gremlins"}"#
        )
        #expect(unknown.status == 422 && unknown.text.contains("no gremlins"))
        #expect(try heater.ask("POST", path, body: body).status == 415)
        #expect(try heater.ask("DELETE", path).status == 405)
        heater.backend.become(.isSilent)
        for answer in [
            try heater.ask("GET", path), try heater.ask("POST", path, headers: json, body: body),
        ] {
            #expect(answer.status == 409 && answer.text.contains("not_simulated"))
        }
        #expect(heater.backend.simulated.count == 1)
    }

    @Test func anUploadThatIsTooLongIsRefusedAndTheNextOneTaken() throws {
        let heater = try TestHeater()
        let client = try heater.connect()
        try client.request("POST", "/ota", headers: ["Content-Length: 4718593"])
        #expect(try client.answer().status == 413)
        #expect(try heater.ask("POST", "/ota", body: "x").status == 200)
    }
}
