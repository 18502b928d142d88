import Chamber
import Dialects
import Links
import Testing
import hearth_farm

@Suite struct FarmPlanTests {
    private var plan = FarmPlan(
        count: 1_000,
        broker: BrokerSettings(host: "broker", port: 1883, id: "")
    )

    @Test func eachControllerHasANameOfItsOwnBelowThePrefix() {
        var plan = plan
        plan.prefix = "lab/farm"
        let settings = [0, 998, 123_455].map(plan.settings)
        #expect(settings.map(\.id) == ["000001", "000999", "123456"])
        #expect(settings[0].clientID == "hearth-lab-farm-000001", "an id that brokers take")
        #expect(settings[0].homeAssistant.discovery.hasPrefix("lab/farm/homeassistant/"))
        #expect(settings[0].stock.state == "lab/farm/panda_breath/000001/state")
        #expect(settings[0].isPassing, "nothing of it stays at the broker")
    }

    @Test(arguments: [(0, 0), (1, 10), (50, 500), (99, 990), (100, 1_000)])
    func asManyHeatAsWasAskedForAndEvenlySpread(percent: Int, count: Int) {
        var plan = plan
        plan.heatingPercent = percent
        #expect((0..<1_000).count { plan.heats($0) } == count)
        #expect((0..<100).count { plan.heats($0) } == percent)
    }

    @Test func theyConnectOneAfterTheOther() {
        #expect(FarmPlan.offset(of: 0) == .zero)
        #expect(FarmPlan.offset(of: FarmPlan.connectionsPerSecond) == .seconds(1))
    }

    @Test(arguments: [
        (FarmPlan.Topics.homeAssistant, true, false), (.stock, false, true), (.both, true, true),
    ])
    func theySayWhatWasAskedFor(topics: FarmPlan.Topics, homeAssistant: Bool, stock: Bool) {
        var plan = plan
        plan.speak(topics)
        #expect(plan.broker.speaksHomeAssistant == homeAssistant)
        #expect(plan.broker.speaksStock == stock)
    }
}

@Suite struct FarmReportTests {
    private var good: FarmReport {
        var report = FarmReport()
        report.controllers = 10
        report.connected = 10
        report.seconds = 20
        report.traffic.published = 400
        report.processorSeconds = 0.5
        report.memoryBytes = 9_000_000
        report.fixedMemoryBytes = 8_000_000
        return report
    }

    @Test func numbersAreForEachAndForASecond() {
        #expect(good.complaint == nil)
        let text = good.lines.joined(separator: "\n")
        #expect(text.contains("Published     20.0 messages/s"))
        #expect(text.contains("2.5 % of a core, 2500 µs a second for each"))
        #expect(text.contains("9.0 MB, 100.0 kB for each"))
    }

    @Test func whatSpoilsTheNumbersIsSaid() {
        var report = good
        report.connected = 9
        #expect(report.complaint?.hasPrefix("only 9 of 10") == true)
        report = good
        report.traffic.connections = 1
        report.gone = 1
        #expect(report.complaint?.hasPrefix("2 connections were lost") == true)
        report = good
        report.latestBeat = 1
        #expect(report.complaint == nil)
        report.latestBeat = 1.01
        #expect(report.complaint?.contains("too slow") == true)
        report = good
        report.latched = 1
        #expect(report.complaint == "1 controllers have latched a fault")
    }

    @Test func descriptorsBoundTheNumberOfControllers() {
        let share = DescriptorShare(most: 1_024)
        #expect(share.complaint(about: 330) == nil)
        #expect(share.complaint(about: 331)?.contains("take 330 at most") == true)
    }
}
