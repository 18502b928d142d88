import Chamber
import SwitchCore
import Testing

@Suite struct PandaAbsenceTests {
    static let configuration = {
        var configuration = ControllerBench.configuration
        configuration.pandaClientTimeout = .seconds(120)
        return configuration
    }()

    static func heated(by kind: Requester.Kind, _ configuration: ControllerConfiguration)
        -> ControllerBench
    {
        var bench = ControllerBench(configuration)
        bench.run(seconds: 2)
        bench.wish(.reportPandaClients(1), from: Requester(.panda))
        bench.wish(.heat(to: Celsius(50)), from: Requester(kind))
        bench.step()
        bench.wish(.reportPandaClients(0), from: Requester(.panda))
        return bench
    }

    @Test func heatOfAClientThatHasGoneEndsAfterTheTimeout() {
        var bench = Self.heated(by: .panda, Self.configuration)
        bench.run(seconds: 119)
        #expect(bench.snapshot.settings.isOn)
        bench.run(seconds: 2)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.offReason == .leaseExpired)
    }

    @Test func aClientThatComesBackInTimeKeepsIt() {
        var bench = Self.heated(by: .panda, Self.configuration)
        bench.run(seconds: 100)
        bench.wish(.reportPandaClients(1), from: Requester(.panda))
        bench.run(seconds: 200)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func heatThatSomebodyElseAskedForStays() {
        var bench = Self.heated(by: .page, Self.configuration)
        bench.run(seconds: 300)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func itIsOffUnlessTheBoardAsksForIt() {
        var bench = Self.heated(by: .panda, ControllerBench.configuration)
        bench.run(seconds: 600)
        #expect(bench.snapshot.settings.isOn)
    }
}
