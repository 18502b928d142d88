import CommandLine
import Testing

@Suite struct InstanceTests {
    @Test func anInstanceNamesItsFiles() throws {
        let instance = try #require(Instance("left_2"))
        #expect(instance.unit == "hearth@left_2.service")
        #expect(instance.value(ofOption: "--board") == "/etc/hearth/left_2/board.conf")
        #expect(instance.value(ofOption: "--service-file") == "/etc/hearth/left_2/hearth.conf")
        #expect(instance.value(ofOption: "--state") == "/var/lib/hearth@left_2")
        #expect(instance.value(ofOption: "--listen") == nil)
    }

    @Test(arguments: [
        "", "keys", "..", "a/b", "a-b", "a b", "%i", "ä", String(repeating: "a", count: 33),
    ])
    func whatIsNoInstanceIsRefused(name: String) {
        #expect(Instance(name) == nil)
    }

    @Test func whatIsGivenWinsOverTheInstance() {
        let given = Arguments(texts: ["--board": "mine"])
        let filled = given.filling(["--board": "its", "--state": "there"])
        #expect(filled == Arguments(texts: ["--board": "mine", "--state": "there"]))
    }
}
