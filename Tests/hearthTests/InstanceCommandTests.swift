import CommandLine
import Testing
import hearth

@Suite struct InstanceCommandTests {
    @Test func commandsThatNeedAHeaterTakeAnInstanceAndOthersDoNot() {
        let with = CommandSpecification.all.filter { command in
            command.options.contains { $0.name == "--instance" }
        }.map(\.name)
        #expect(with.contains("status") && with.contains("run") && with.contains("safe-off"))
        #expect(!with.contains("simulate") && !with.contains("version"))
    }

    @Test func anInstanceWithoutFilesIsTold() {
        let console = RecordedConsole()
        #expect(console.run("status", "--instance", "nowhere") == .unavailable)
        #expect(console.errors.contains("/etc/hearth/nowhere/hearth.conf"))
        console.clear()
        #expect(console.run("status", "--instance", "no/where") == .usage)
    }
}
