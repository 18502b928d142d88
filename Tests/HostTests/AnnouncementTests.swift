import Host
import System
import Testing

@Suite struct AnnouncementTests {
    private let addresses = [2, 3].map { number in
        InterfaceAddress(
            name: "eth\(number)",
            index: Int32(number),
            isLoopback: false,
            bytes: [10, 0, 0, UInt8(number)],
            prefix: 24
        )
    }

    private func announcement(_ listening: String, machine: String = "pi") -> Announcement? {
        Announcement(
            hostname: "PandaBreath",
            port: 8080,
            listening: listening,
            machineName: machine,
            addresses: addresses
        )
    }

    @Test func stocksEntryComesFirst() throws {
        let services = try #require(announcement("0.0.0.0")).services
        #expect(services.map(\.type) == ["_http._tcp", "_hearth._tcp"])
        #expect(services[0].texts == ["board=PandaBreath", "path=/"])
    }

    @Test func ourEntryTellsWhatACardNeeds() throws {
        var facts = Announcement.Facts()
        (facts.identity, facts.version, facts.name) = ("0123456789ab", "1.2.3", "Attic")
        facts.asksForPassword = true
        let announcement = Announcement(
            hostname: "PandaBreath",
            facts: facts,
            port: 80,
            listening: "0.0.0.0",
            machineName: "pi",
            addresses: addresses
        )
        let texts = try #require(announcement).services[1].texts
        #expect(
            texts == [
                "path=/api/v1", "id=0123456789ab", "version=1.2.3", "name=Attic", "password=yes",
            ]
        )
    }

    @Test func theNameLeadsToEveryAddressThatAnswers() {
        #expect(announcement("0.0.0.0")?.addresses == addresses)
        #expect(announcement("10.0.0.3")?.addresses == [addresses[1]])
    }

    private static func six(_ index: Int32, _ first: UInt8, _ second: UInt8) -> InterfaceAddress {
        InterfaceAddress(
            name: "eth\(index)",
            index: index,
            isLoopback: false,
            bytes: [first, second] + [UInt8](repeating: 0, count: 13) + [7],
            prefix: 64
        )
    }

    @Test func bothFamiliesAreAnnouncedOfEachInterface() {
        let local = Self.six(2, 0xfe, 0x80)
        let global = Self.six(2, 0x20, 0x01)
        let other = Self.six(3, 0xfe, 0x80)
        let all = [addresses[0], local, global, addresses[1], other]
        #expect(
            Announcement.reachable(of: all) == [addresses[0], global, addresses[1]]
        )
    }

    @Test func aDaemonOfOneFamilyIsAnnouncedInThatOne() throws {
        let all = addresses + [Self.six(2, 0x20, 0x01)]
        func announced(_ listening: String) -> [InterfaceAddress]? {
            Announcement(
                hostname: "PandaBreath",
                port: 80,
                listening: listening,
                machineName: "pi",
                addresses: all
            )?.addresses
        }
        #expect(announced("0.0.0.0") == addresses)
        #expect(announced("::") == all)
        #expect(announced("2001::7") == [all[2]])
    }

    @Test func whatOnlyThisMachineReachesIsNotAnnounced() {
        #expect(announcement("127.0.0.1") == nil)
    }

    @Test func theMachinesOwnNameIsAvahisAffair() {
        #expect(announcement("0.0.0.0", machine: "pandabreath")?.addresses == [])
        #expect(announcement("10.0.0.3", machine: "pandabreath")?.addresses == [addresses[1]])
    }
}
