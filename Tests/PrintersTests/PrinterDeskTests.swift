import Chamber
import Printers
import Surroundings
import SwitchCore
import Synchronization
import Testing

@Suite(.serialized) struct PrinterDeskTests {
    private let listener = Listener()
    private let made = Made()

    /// What the factory made, in its order.
    private final class Made: Sendable {
        let links = Mutex<[ScriptedLink]>([])
        let searches = Mutex<[ScriptedSearch]>([])

        var lastLink: ScriptedLink? { links.withLock { $0.last } }
        var lastSearch: ScriptedSearch? { searches.withLock { $0.last } }
    }

    private func desk(allowsCommands: Bool = true) throws -> PrinterDesk {
        var settings = PrinterSettings(deviceID: "0123456789ab")
        settings.allowsCommands = allowsCommands
        let (made, listener) = (made, listener)
        let desk = try PrinterDesk(
            settings,
            tell: { listener.hear($0) },
            note: { listener.hear($0) },
            factory: PrinterFactory(
                link: { binding, teller in
                    let link = ScriptedLink(binding, teller)
                    made.links.withLock { $0.append(link) }
                    return link
                },
                search: { _, _, teller in
                    let search = ScriptedSearch(teller)
                    made.searches.withLock { $0.append(search) }
                    return search
                }
            )
        )
        try desk.start()
        return desk
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
        let desk = try desk()
        defer { desk.stop() }
        desk.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        let first = try #require(made.lastLink)
        first.teller.tell(.link(.connected, trouble: ""))
        desk.receive(.follow(binding("B")))
        #expect(try await isFollowing(binding("B")))
        #expect(!first.isRunning)
        let before = listener.news
        first.teller.tell(.bed(BedReport(target: Celsius(100), isPrinting: true)))
        first.teller.note(DeviceEvent(.printer, isTrouble: false, "late"))
        #expect(listener.news == before && listener.events.isEmpty)
        #expect(before == [.bed(nil), .link(.connected, trouble: ""), .bed(nil)])
        try #require(made.lastLink).teller.tell(.link(.failed, trouble: "x"))
        #expect(listener.news.last == .link(.failed, trouble: "x"))
    }

    @Test func unbindingLeavesNothingThatHeats() async throws {
        let desk = try desk()
        defer { desk.stop() }
        desk.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        let link = try #require(made.lastLink)
        link.teller.tell(.bed(BedReport(target: Celsius(100), isPrinting: true)))
        desk.receive(.follow(nil))
        #expect(try await eventually { !link.isRunning })
        #expect(listener.news.last == .bed(nil))
    }

    @Test func aSecondSearchEndsTheFirst() async throws {
        let desk = try desk()
        defer { desk.stop() }
        desk.receive(.search(.bambu, port: nil))
        #expect(try await eventually { made.lastSearch != nil })
        let first = try #require(made.lastSearch)
        desk.receive(.search(.klipper, port: 7125))
        #expect(try await eventually { made.searches.withLock { $0.count } == 2 })
        first.teller.tell(.found([DeviceStatus.FoundPrinter()]))
        #expect(listener.news.isEmpty)
        #expect(!first.isRunning)
    }

    @Test func commandsReachThePrinterWhereTheyAreAllowed() async throws {
        let desk = try desk()
        defer { desk.stop() }
        let listener = listener
        desk.send(.pause) { listener.hear($0) }
        #expect(try await eventually { !listener.answers.isEmpty })
        #expect(listener.answers == [.refused("no printer is bound")])
        desk.receive(.follow(binding("A")))
        desk.send(.light(isOn: true)) { listener.hear($0) }
        #expect(try await eventually { listener.answers.count == 2 })
        #expect(listener.answers.last == .done)
        #expect(made.lastLink?.commands.withLock { $0 } == [.light(isOn: true)])
    }

    @Test func commandsAreOffUnlessAllowed() throws {
        let desk = try desk(allowsCommands: false)
        defer { desk.stop() }
        let listener = listener
        desk.send(.stop) { listener.hear($0) }
        guard case .refused(let words) = listener.answers.first else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("commands: yes"))
    }

    @Test func endingTheDeskEndsTheLink() async throws {
        let desk = try desk()
        desk.receive(.follow(binding("A")))
        #expect(try await isFollowing(binding("A")))
        desk.stop()
        #expect(made.lastLink?.isRunning == false)
    }
}
