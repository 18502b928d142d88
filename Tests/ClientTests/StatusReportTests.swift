import Chamber
import Client
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

@Suite struct StatusReportTests {
    /// What the command prints for a snapshot that went through the daemon's own interface.
    private func lines(
        _ snapshot: Snapshot,
        _ trend: HealthTrend = HealthTrend()
    ) throws -> [String] {
        var device = DeviceView()
        device.status.healthTrend = trend
        let bytes = APIState(
            snapshot: snapshot,
            device: device,
            version: "0.1.0"
        ).encoded()
        return StatusReport(try #require(try JSONValue(parsing: bytes).object)).lines
    }

    @Test func aHeatingChamberIsToldInAFewLines() throws {
        var snapshot = Snapshot()
        snapshot.settings.isOn = true
        snapshot.settings.mode = .alwaysOn
        snapshot.settings.target = Celsius(55)
        snapshot.setPoint = Celsius(55)
        snapshot.activity = .heating
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(41.27))
        snapshot.element = ProbeStatus(condition: .good, temperature: Celsius(88.9))
        snapshot.deliveredDuty = Duty(0.842)
        snapshot.isHeaterOn = true
        snapshot.isFanOn = true
        #expect(
            try lines(snapshot) == [
                "Heating to 55 °C, mode on",
                "  Chamber          41.3 °C",
                "  Element          88.9 °C",
                "  Target           55 °C",
                "  Heater           on, 84 % of the last minute",
                "  Fan              on",
                "  Calibration      not calibrated: the board file's numbers apply until a calibration",
            ]
        )
    }

    @Test func whileDryingTheTargetIsTheRuns() throws {
        var snapshot = Snapshot()
        snapshot.settings.isOn = true
        snapshot.settings.mode = .drying
        snapshot.settings.target = Celsius(60)
        snapshot.settings.customDryingTarget = Celsius(42)
        snapshot.setPoint = Celsius(48)
        snapshot.activity = .heating
        snapshot.drying.isRunning = true
        snapshot.drying.target = Celsius(48)
        snapshot.drying.remaining = .hours(3)
        let running = try lines(snapshot)
        #expect(running.contains("  Target           48 °C"))
        #expect(running.last == "  Drying           3 h 0 min left at 48 °C")
        snapshot.drying.isRunning = false
        #expect(try lines(snapshot).contains("  Target           60 °C"))
    }

    @Test func theBedsTargetAndItsReadingAreToldApart() throws {
        var snapshot = Snapshot()
        snapshot.bed = BedReport(target: Celsius(100), isPrinting: true)
        #expect(try lines(snapshot).contains("  Printer's bed    target 100 °C, printing"))
        var device = DeviceView()
        device.status.printer = PrinterReport()
        device.status.printer?.bed = Celsius(62.3)
        let bytes = APIState(snapshot: snapshot, device: device, version: "0.1.0").encoded()
        let state = try #require(try JSONValue(parsing: bytes).object)
        #expect(
            StatusReport(state).lines.contains(
                "  Printer's bed    target 100 °C, now 62.3 °C, printing"
            )
        )
    }

    @Test func aFaultIsToldWithItsRemedyAndTheWayOut() throws {
        var snapshot = Snapshot()
        snapshot.activity = .latched
        snapshot.chamber = ProbeStatus(condition: .openCircuit)
        snapshot.latch = FaultRecord(
            number: 3,
            code: .probeSingleFailure,
            at: .zero,
            probe: .chamber,
            condition: .openCircuit
        )
        let lines = try lines(snapshot)
        #expect(lines.first == "Stopped by a fault")
        #expect(lines.contains("  Chamber          not connected"))
        #expect(
            lines.contains(
                "Fault: A temperature probe has failed (safety.probe_single_failure)"
            )
        )
        #expect(lines.contains("  " + FaultCode.probeSingleFailure.rule.remedy))
        #expect(lines.last == "  Then clear it: hearth clear")
    }

    @Test func warningsDryingAndLeaseAreTold() throws {
        var snapshot = Snapshot()
        snapshot.settings.mode = .drying
        snapshot.activity = .holding
        snapshot.setPoint = Celsius(60)
        snapshot.drying.isRunning = true
        snapshot.drying.remaining = .seconds(5 * 3600 + 12 * 60 + 40)
        snapshot.lease = LeaseStatus(requester: Requester(.api), remaining: .seconds(48))
        snapshot.warnings.set(.holdPower, true)
        let lines = try lines(snapshot)
        #expect(lines.first == "Holding 60 °C, mode dry")
        #expect(lines.contains("  Drying           5 h 12 min left at 60 °C"))
        #expect(lines.contains("  Lease            api has to renew within 48 s"))
        #expect(
            lines.contains(
                "Warning: Holding takes an unusual amount of power (safety.hold_power)"
            )
        )
    }

    @Test func healthIsToldWithItsTrend() throws {
        var snapshot = Snapshot()
        snapshot.health.figures = HealthFigures(
            heater: 0.984,
            blower: 0.94,
            loss: 1.03,
            probeDifferenceKelvin: -0.42
        )
        snapshot.health.switchings = 41_234
        snapshot.health.ratedSwitchings = 100_000
        let trend = HealthTrend(
            heater: HealthTrend.Past(value: 1, days: 8),
            blower: HealthTrend.Past(value: 0.98, days: 30.4),
            loss: HealthTrend.Past(value: 1, days: 100)
        )
        let lines = try lines(snapshot, trend)
        #expect(
            lines.contains(
                "  Health           heater 98 %, 100 % 8 days ago; blower 94 %, 98 % a month ago; "
                    + "loss of the box 103 %, 100 % 3 months ago; probes -0.4 K off at rest"
            )
        )
        #expect(lines.contains("  Relay            41234 switchings, 41 % of its rated life"))
    }

    @Test func whatNoRunHasShownIsNotTold() throws {
        let lines = try lines(Snapshot())
        #expect(!lines.contains { $0.contains("Health") || $0.contains("Relay") })
    }

    @Test(arguments: Snapshot.Activity.allCases, OffReason.allCases)
    func everyActivityHasAHeadline(activity: Snapshot.Activity, reason: OffReason) throws {
        var snapshot = Snapshot()
        snapshot.activity = activity
        snapshot.offReason = reason
        let headline = try #require(try lines(snapshot).first)
        #expect(headline.first?.isUppercase == true)
        #expect(!headline.contains("_"))
    }
}
