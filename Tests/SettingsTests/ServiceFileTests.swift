import Access
import Notify
import Schema
import Settings
import Surroundings
import TestSupport
import Testing
import WebSocket

@Suite struct ServiceFileTests {
    private func read(_ text: String) throws(Mistakes) -> ServiceFile {
        try ServiceFile(Array(text.utf8), name: "hearth.conf")
    }

    private func mistakes(_ text: String) -> String {
        do throws(Mistakes) {
            return "none, but \(try read(text))"
        } catch {
            return error.description
        }
    }

    @Test func aFileThatSaysNothingChangesNothing() throws {
        #expect(try read("# nothing\n[service]\n#listen: 127.0.0.1:1\n") == ServiceFile())
        #expect(try read("") == ServiceFile())
    }

    @Test func everyKeyIsTaken() throws {
        let file = try read(
            "[service]\nlisten: [::1]:8080\nlog_level: debug\nfailure_action: reboot\n"
                + "keep_awake: no\n"
                + "host_names: A.example.org,heater, *.Example.ts.net\n"
                + "allowed_origins: https://Heater.example, capacitor://localhost\n"
                + "framed_by: http://Mainsail.local, https://192.168.1.20:8443\n"
                + "[dragonbreath]\nlease_s: 30\n"
                + "[energy]\nprice_per_kwh: 0.32\ncurrency: EUR\n"
        )
        #expect(file.energy == EnergyPrice(perKilowattHour: 0.32, currency: "EUR"))
        #expect(file.dragonBreath.heatTerm == .seconds(30))
        #expect(file.listen == ListenAddress(address: "::1", port: 8080))
        #expect(file.logLevel == .debug)
        #expect(file.restartsMachine)
        #expect(file.keepsAwake == false)
        #expect(file.site.hostNames == ["a.example.org", "heater", "*.example.ts.net"])
        #expect(file.site.allowedOrigins == ["https://heater.example", "capacitor://localhost"])
        #expect(file.site.framedBy == ["http://mainsail.local", "https://192.168.1.20:8443"])
    }

    @Test func aListMayHaveDozensOfEntries() throws {
        let origins = (1...60).map { "http://printer-\($0).example.org:8080" }
        let file = try read("[service]\nframed_by: \(origins.joined(separator: ", "))\n")
        #expect(file.site.framedBy == origins)
    }

    @Test(arguments: [
        "mainsail.local", "http://", "http://a;b", "http://a/b", "http://a:0", "http://a:1:2",
        "ftp://a", "http://a b", "*", "http://a,", "http://a'self'",
    ])
    func whatIsNoOriginFramesNothing(text: String) {
        let told = mistakes("[service]\nframed_by: \(text)\n")
        #expect(told.contains("is no origin; give") || told.contains("nothing between two commas"))
    }

    @Test func aSimulatedBoardLeavesTheMachineAloneUnlessItIsToldOtherwise() throws {
        let silent = try read("").network
        #expect(silent.management(isSimulated: true) == .simulated)
        #expect(!silent.isAnnounced(isSimulated: true))
        #expect(silent.management(isSimulated: false) == .machine)
        #expect(silent.isAnnounced(isSimulated: false))
        #expect(silent.trial == .seconds(60))
        let outspoken = try read("[network]\nmanage: yes\nannounce: no\ntrial_s: 90\n").network
        #expect(outspoken.management(isSimulated: true) == .machine)
        #expect(!outspoken.isAnnounced(isSimulated: false))
        #expect(outspoken.trial == .seconds(90))
        let off = try read("[network]\nmanage: no\n").network
        #expect(off.management(isSimulated: true) == NetworkSettings.Management.none)
    }

    @Test(arguments: [
        "price_per_kwh: cheap", "price_per_kwh: -1", "price_per_kwh: 1e9", "price_per_kwh: nan",
        "currency: a b", "currency: <b>", "currency: dollarydoos",
    ])
    func aPriceThatIsNoneIsAMistake(line: String) {
        #expect(throws: Mistakes.self) { try read("[energy]\n\(line)\n") }
    }

    private static let wrong: [(text: String, message: String)] = [
        (
            "listen: 80",
            "hearth.conf:2: [service] listen: \"80\" is not possible; give ADDR:PORT, as in "
                + "127.0.0.1:8080, [::]:80 or 0.0.0.0:80"
        ),
        (
            "log_level: infos",
            "hearth.conf:2: [service] log_level: \"infos\" is not possible; did you mean \"info\"?"
        ),
        (
            "host_names: a,,b",
            "hearth.conf:2: [service] host_names: \"a,,b\" has nothing between two commas; "
                + "give names as in heater.example.org or *.example.ts.net, with commas between"
        ),
        (
            "host_names: http://a",
            "hearth.conf:2: [service] host_names: \"http://a\" is no name; give names as in "
                + "heater.example.org or *.example.ts.net, with commas between"
        ),
        (
            "host_names: a.example, *x.example, b",
            "hearth.conf:2: [service] host_names: \"a.example, *x.example, b\" has \"*x.example\", which "
                + "is no name; give names as in heater.example.org or *.example.ts.net, with commas "
                + "between"
        ),
        (
            "allowed_origins: https://a.example, b",
            "hearth.conf:2: [service] allowed_origins: \"https://a.example, b\" has \"b\", which is no "
                + "origin; give origins as in https://heater.example.org or capacitor://localhost, with "
                + "commas between"
        ),
        (
            "log_lvl: info",
            "hearth.conf:2: [service] log_lvl: this key is unknown; did you mean \"log_level\"?"
        ),
    ]

    @Test(arguments: wrong) func aMistakeIsToldWithItsLine(text: String, message: String) {
        #expect(mistakes("[service]\n\(text)\n") == message)
    }

    @Test func everyMistakeIsTold() {
        let text = "[servce]\n[service]\nlisten: x\nlog_level: loud\n"
        #expect(mistakes(text).split(separator: "\n").count == 3)
    }

    private func packagedFile() throws -> String {
        let bytes = try BoardText.shipped("packaging/hearth.conf")
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func theFileThatThePackageBringsNamesEveryKey() throws {
        let lines = try packagedFile().split(separator: "\n")
            .map { $0.drop { $0 == "#" || $0 == " " } }
        let unnamed = ServiceFile.schemas.flatMap { schema in
            schema.fields.filter { field in !lines.contains { $0.hasPrefix(field.key + ":") } }
                .map { "[\(schema.name)] \($0.key)" }
        }
        #expect(unnamed == [])
    }

    @Test func theFileThatThePackageBringsSaysNothing() throws {
        let example = try packagedFile()
        #expect(try read(example) == ServiceFile())
        // Each line that it offers works unchanged.
        let taken = example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isOffer = line.hasPrefix("#") && line.dropFirst().first?.isLetter == true
            return String(isOffer ? line.dropFirst() : line)
        }
        let file = try read(taken.joined(separator: "\n"))
        #expect(file.listen == ListenAddress(address: "::", port: 80))
        #expect(file.logLevel == .info)
        #expect(!file.site.hostNames.isEmpty)
    }
}

@Suite struct NotifySectionTests {
    private func read(_ text: String) throws -> ServiceFile {
        try ServiceFile(Array(text.utf8), name: "hearth.conf")
    }

    @Test func everyKeyIsTaken() throws {
        let notify = try read(
            "[notify]\nntfy: https://ntfy.sh/topic\nntfy_token_file: /etc/token\n"
                + "webhook: http://10.0.0.2:8080/in?x=1\nwebhook_secret_file: /etc/secret\n"
                + "mqtt: yes\nevents: ready,fault, trouble\n"
        ).notify
        #expect(notify.ntfy?.place == "ntfy.sh")
        #expect(notify.ntfyTokenFile == "/etc/token")
        #expect(notify.webhook?.path == "/in?x=1")
        #expect(notify.webhookSecretFile == "/etc/secret")
        #expect(notify.usesBroker)
        #expect(notify.kinds == [.ready, .fault, .trouble])
    }

    @Test func withoutTheSectionNothingIsTold() throws {
        let notify = try read("").notify
        #expect(!notify.isUsed)
    }

    @Test(arguments: ["ready, steady", "test", "ready,"])
    func anUnknownEventIsAMistake(words: String) {
        #expect(throws: Mistakes.self) { try read("[notify]\nevents: \(words)\n") }
    }
}
