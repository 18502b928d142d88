import Host
import Testing

@Suite struct NetworkNameTests {
    private static let names: [(bytes: [UInt8], shown: String)] = [
        (Array("Home".utf8), "Home"), (Array("Café ☕".utf8), "Café ☕"),
        ([0x43, 0x61, 0x66, 0xe9], "Café"), ([0xff, 0x00, 0x41], "ÿ\u{0}A"), ([], ""),
    ]

    @Test(arguments: names.indices)
    func everyNameCanBeShown(row: Int) {
        #expect(NetworkName.shown(Self.names[row].bytes) == Self.names[row].shown)
    }

    @Test func namesThatLookAlikeAreToldApart() {
        let (utf8, latin): ([UInt8], [UInt8]) = (Array("Café".utf8), [0x43, 0x61, 0x66, 0xe9])
        let found = NetworkName.shownOnce([latin, utf8, Array("Home".utf8)])
        #expect(found.map(\.shown) == ["Café", "Café (2)", "Home"])
        #expect(found.map(\.bytes) == [latin, utf8, Array("Home".utf8)])
    }
}
