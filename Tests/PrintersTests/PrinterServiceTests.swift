import Chamber
import Printers
import Surroundings
import SwitchCore
import Synchronization
import Testing

@Suite(.serialized) struct PrinterServiceTests {
    private let listener = Listener()
    private let made = Made()

    /// What the factory made, in order.
    private final class Made: Sendable {
        let links = Mutex<[ScriptedLink]>([])
        let searches = Mutex<[ScriptedSearch]>([])

        var lastLink: ScriptedLink? { links.withLock { $0.last } }
        var lastSearch: ScriptedSearch? { searches.withLock { $0.last } }
    }

    /// A service that runs, and where its orders arrive.
    private struct Running {
        let mailbox: PrinterMailbox
        let service: PrinterService

        func receive(_ request: PrinterRequest) { #expect(mailbox.receive(request)) }

        func stop() { service.stop() }
    }

    private func service(allowsCommands: Bool = true) throws -> Running {
        let (made, listener) = (made, listener)
        let mailbox = try PrinterMailbox(allowsCommands: allowsCommands)
        let service = PrinterService(
            PrinterSettings(deviceID: "0123456789ab"),
            serving: mailbox,
            publish: { listener.hear($0) },
            record: { listener.hear($0) },
            factory: Self.factory(made)
        )
        try service.start()
        return Running(mailbox: mailbox, service: service)
    }

    private static func factory(_ made: Made) -> PrinterFactory {
        PrinterFactory(
            link: { binding, sink in
                let link = ScriptedLink(binding, sink)
                made.links.withLock { $0.append(link) }
                return link
            },
            search: { _, _, sink in
                let search = ScriptedSearch(sink)
                made.searches.withLock { $0.append(search) }
                return search
            }
        )
    }

    private func binding(_ serial: String) -> PrinterBinding {
        var binding = DeviceProfile.BambuBinding()
        binding.serial = serial
        return .bambu(binding)
    }

    private func isFollowing(_ binding: PrinterBinding) async throws -> Bool {
        try await eventually {
            made.lastLink?.binding == binding
                && made.lastLink?.isRunning == true
        }
    }

    @Test func anotherPrinterReplacesTheFirstWhoseNewsAreDropped() async throws {
        let service = try service()
        defer { service.stop() }
        service.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        let first = try #require(made.lastLink)
        first.sink.publish(.link(.connected, trouble: ""))
        service.receive(.follow(binding("B")))
        #expect(try await isFollowing(binding("B")))
        #expect(!first.isRunning)
        let before = listener.news
        first.sink.publish(.bed(BedReport(target: Celsius(100), isPrinting: true)))
        first.sink.record(DeviceEvent(.printer, isTrouble: false, "late"))
        #expect(listener.news == before && listener.events.isEmpty)
        #expect(before == [.bed(nil), .link(.connected, trouble: ""), .bed(nil)])
        try #require(made.lastLink).sink.publish(.link(.failed, trouble: "x"))
        #expect(listener.news.last == .link(.failed, trouble: "x"))
    }

    @Test func unbindingLeavesNothingThatHeats() async throws {
        let service = try service()
        defer { service.stop() }
        service.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        let link = try #require(made.lastLink)
        link.sink.publish(.bed(BedReport(target: Celsius(100), isPrinting: true)))
        service.receive(.follow(nil))
        #expect(try await eventually { !link.isRunning })
        #expect(listener.news.last == .bed(nil))
    }

    @Test func aSecondSearchEndsTheFirst() async throws {
        let service = try service()
        defer { service.stop() }
        service.receive(.search(.bambu, port: nil))
        #expect(try await eventually { made.lastSearch != nil })
        let first = try #require(made.lastSearch)
        service.receive(.search(.klipper, port: 7125))
        #expect(try await eventually { made.searches.withLock { $0.count } == 2 })
        first.sink.publish(.found([DeviceStatus.FoundPrinter()]))
        #expect(listener.news.isEmpty)
        #expect(!first.isRunning)
    }

    @Test func commandsReachThePrinterWhereTheyAreAllowed() async throws {
        let service = try service()
        defer { service.stop() }
        let listener = listener
        service.mailbox.send(.pause) { listener.hear($0) }
        #expect(try await eventually { !listener.answers.isEmpty })
        #expect(listener.answers == [.refused("no printer is bound")])
        service.receive(.follow(binding("A")))
        service.mailbox.send(.light(isOn: true)) { listener.hear($0) }
        #expect(try await eventually { listener.answers.count == 2 })
        #expect(listener.answers.last == .done)
        #expect(made.lastLink?.commands.withLock { $0 } == [.light(isOn: true)])
    }

    @Test func commandsAreOffUnlessAllowed() throws {
        let service = try service(allowsCommands: false)
        defer { service.stop() }
        let listener = listener
        service.mailbox.send(.stop) { listener.hear($0) }
        guard case .refused(let words) = listener.answers.first else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("commands: yes"))
    }

    @Test func endingTheServiceEndsTheLink() async throws {
        let service = try service()
        service.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        service.stop()
        #expect(made.lastLink?.isRunning == false)
    }

    @Test(arguments: [true, false])
    func aFaultPausesThePrintWhetherCommandsAreAllowedOrNot(allowsCommands: Bool) async throws {
        let service = try service(allowsCommands: allowsCommands)
        defer { service.stop() }
        service.mailbox.pauseForFault("The element is too hot.")
        #expect(try await eventually { listener.events.count == 1 })
        #expect(
            listener.events.last?.text
                == "The print continues despite the fault: no printer is bound."
        )
        service.receive(.follow(binding("A")))
        service.mailbox.pauseForFault("The element is too hot.")
        #expect(try await eventually { listener.events.count == 2 })
        #expect(listener.events.last?.text == "The print was paused because of the fault.")
        #expect(made.lastLink?.commands.withLock { $0 } == [.pause])
        #expect(made.lastLink?.shown.withLock { $0 } == ["The element is too hot."])
    }

    @Test(arguments: [true, false])
    func aFaultWithoutAPauseIsShownWhereCommandsAreAllowed(allowsCommands: Bool) async throws {
        let service = try service(allowsCommands: allowsCommands)
        service.receive(.follow(binding("A")))
        service.mailbox.showFault("The element is too hot.")
        service.mailbox.pauseForFault("The blower stands.")
        #expect(try await eventually { listener.events.count == 1 })
        service.stop()
        let shown = made.lastLink?.shown.withLock { $0 }
        let first = allowsCommands ? ["The element is too hot."] : []
        #expect(shown == first + ["The blower stands."])
        #expect(made.lastLink?.commands.withLock { $0 } == [.pause])
    }

    @Test func aFullMailboxKeepsAPlaceForAPause() throws {
        let mailbox = try PrinterMailbox(allowsCommands: true)
        var accepted = 0
        while mailbox.receive(.follow(nil)) { accepted += 1 }
        #expect(accepted == 63)
        mailbox.send(.resume) { [listener] in listener.hear($0) }
        #expect(
            listener.answers == [.refused("too many commands wait already: try again in a moment")]
        )
        mailbox.pauseForFault("The element is too hot.")
        let (made, listener) = (made, listener)
        let service = PrinterService(
            PrinterSettings(deviceID: "0123456789ab"),
            serving: mailbox,
            publish: { listener.hear($0) },
            record: { listener.hear($0) },
            factory: Self.factory(made)
        )
        try service.start()
        service.stop()
        #expect(listener.events.map(\.isTrouble) == [true])
    }
}
