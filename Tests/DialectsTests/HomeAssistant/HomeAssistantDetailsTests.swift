import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

/// What the state says besides the heater's operation.
@Suite struct HomeAssistantDetailsTests {
    private static func state(
        _ change: (inout Snapshot, inout DeviceView) -> Void
    ) -> HomeAssistantState {
        var (snapshot, device) = (Snapshot(), DeviceView())
        change(&snapshot, &device)
        return HomeAssistantState(snapshot, device, DeviceTraits(id: "a", name: "A"))
    }

    private static func members(
        _ change: (inout Snapshot, inout DeviceView) -> Void
    ) throws -> JSONObject {
        try #require(try JSONValue(parsing: state(change).encoded()).object)
    }

    @Test func thePrinterIsToldByItsOwnWordOrByItsLink() throws {
        var report = PrinterReport()
        report.activity = String(repeating: "printing\u{1b}", count: 20)
        report.bed = Celsius(59.6)
        report.bedTarget = Celsius(60)
        let reporting = try Self.members { _, device in
            device.status.printerLink = .connected
            device.status.printer = report
        }
        #expect(reporting["printer"]?.string?.hasPrefix("printing") == true)
        #expect(reporting["printer"]?.string?.count == 40)
        #expect(reporting["printer"]?.string?.contains("\u{1b}") == false)
        #expect(reporting["bed"]?.number == 60)
        #expect(reporting["bed_target"]?.number == 60)
        for link in PrinterLinkState.allCases {
            let members = try Self.members { _, device in device.status.printerLink = link }
            #expect(members["printer"]?.string == link.word)
        }
    }

    @Test func theBedsReadingWaitsAndItsTargetDoesNot() {
        func state(_ change: (inout PrinterReport) -> Void) -> HomeAssistantState {
            var report = PrinterReport()
            change(&report)
            return Self.state { _, device in device.status.printer = report }
        }
        let before = state { _ in }
        #expect(!state { $0.bed = Celsius(40) }.differsInMoreThanMeasurements(from: before))
        #expect(state { $0.bed = Celsius(40) } == state { $0.bed = Celsius(40.4) })
        #expect(state { $0.bedTarget = Celsius(40) }.differsInMoreThanMeasurements(from: before))
    }

    @Test func healthIsRoundedSoThatARunsFiguresAreNewsOnce() throws {
        let members = try Self.members { snapshot, _ in
            snapshot.health.figures = HealthFigures(
                heater: 0.974,
                blower: 0.6,
                loss: 1.351,
                probeDifferenceKelvin: -0.26
            )
            snapshot.health.switchings = 41_299
            snapshot.health.ratedSwitchings = 100_000
        }
        #expect(members["health_heater"]?.number == 97)
        #expect(members["health_blower"]?.number == 60)
        #expect(members["health_loss"]?.number == 135)
        #expect(members["probe_difference"]?.number == -0.3)
        #expect(members["switchings"]?.number == 41_200)
        #expect(members["relay_used"]?.number == 41.3)
    }

    @Test func warningsAreNamed() throws {
        let members = try Self.members { snapshot, _ in
            snapshot.warnings.set(.blowerWeak, true)
        }
        #expect(members["warning"]?.string == FaultCode.blowerWeak.rule.title)
    }

    @Test func anUpdateIsToldWhileItIsOnItsWay() throws {
        let members = try Self.members { _, device in
            device.status.update.phase = .installing
            device.status.update.outcome = String(repeating: "Refused. ", count: 100)
        }
        let software = try #require(members["software"]?.object)
        #expect(software["in_progress"] == .bool(true))
        #expect(software["release_summary"]?.string?.count == 255)
    }
}

@Suite struct BrokerNameTests {
    @Test func twoMachinesOfOneNameAreToldApart() {
        let profile = DeviceProfile()
        let (one, other) = ("0123456789ab", "0123456789cd")
        #expect(profile.brokerName(id: one) == "PandaBreath 89ab")
        #expect(profile.brokerName(id: one) != profile.brokerName(id: other))
        #expect(profile.brokerName(id: "attic") == "PandaBreath attic")
    }

    @Test func aNameThatPeopleGaveIsLeftAlone() {
        var profile = DeviceProfile()
        profile.displayName = "Attic"
        #expect(profile.brokerName(id: "0123456789ab") == "Attic")
    }
}
