import Chamber
import Surroundings
import SwitchCore
import Testing

/// Runs of heat, made out of what the controller shows.
@Suite struct RunWatchTests {
    /// A controller's day, a second a step.
    private struct Day {
        var snapshot = Snapshot()
        var milliseconds: Int64 = 1_785_421_530_000
        var watch = RunWatch()
        var reports: [RunWatch.Report] = []
        var isEnding = false

        init() {
            snapshot.at = .zero.advanced(by: .hours(1))
            snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(20))
            snapshot.settings.mode = .alwaysOn
        }

        mutating func pass(_ seconds: Int, watts: Double = 0) {
            for _ in 0..<seconds {
                snapshot.at = snapshot.at.advanced(by: .seconds(1))
                milliseconds += 1_000
                snapshot.energyWattHours += watts / 3_600
                let report = watch.observe(
                    snapshot,
                    milliseconds: milliseconds,
                    isEnding: isEnding
                )
                if let report { reports.append(report) }
            }
        }

        mutating func heat(to target: Double, mode: OperatingMode = .alwaysOn) {
            snapshot.settings.isOn = true
            snapshot.settings.mode = mode
            snapshot.setPoint = Celsius(target)
            snapshot.activity = .heating
        }

        mutating func turnOff(_ reason: OffReason = .wish) {
            snapshot.settings.isOn = false
            snapshot.offReason = reason
            snapshot.setPoint = nil
            snapshot.activity = .off
        }
    }

    @Test func aRunHoldsWhatHappenedInIt() throws {
        var day = Day()
        day.heat(to: 55)
        day.pass(300, watts: 300)
        day.snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(55.3))
        day.snapshot.activity = .holding
        day.pass(100, watts: 120)
        day.turnOff()
        day.snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(70))
        day.pass(1)
        let last = try #require(day.reports.last)
        #expect(last.number == 1)
        let run = last.run
        #expect(run.purpose == .alwaysOn && run.target == 55 && run.end == .wish)
        #expect(run.highestChamber == 55.3)
        #expect(run.secondsToTarget == 300 && run.secondsHeld == 100 && run.seconds == 400)
        // 299 s of 300 W, and 100 s of 120 W.
        let expected: Double = 101_700.0 / 3_600.0
        let wattHours = run.wattHours ?? 0
        #expect(abs(wattHours - expected) < 0.01)
        #expect(run.endMilliseconds - run.startMilliseconds == 400_000)
    }

    @Test func aRunThatGoesOnIsReportedOnceAMinute() {
        var day = Day()
        day.heat(to: 55)
        day.pass(186)
        #expect(day.reports.map(\.run.seconds) == [5, 65, 125, 185])
        #expect(day.reports.allSatisfy { $0.run.end == nil && $0.number == 1 })
    }

    @Test func whatIsTakenBackAtOnceIsNoRunButAFaultIs() {
        var day = Day()
        day.heat(to: 55)
        day.pass(4)
        day.turnOff()
        day.pass(60)
        #expect(day.reports.isEmpty)
        day.heat(to: 55)
        day.pass(3)
        day.turnOff(.fault)
        day.pass(1)
        #expect(day.reports.map(\.run.end) == [.fault])
    }

    @Test func anotherTargetHasAWayOfItsOwn() {
        var day = Day()
        day.heat(to: 40)
        day.pass(100)
        day.snapshot.activity = .holding
        day.pass(10)
        day.heat(to: 60)
        day.pass(100)
        day.turnOff()
        day.pass(1)
        #expect(day.reports.last?.run.target == 60)
        #expect(day.reports.last?.run.secondsToTarget == nil)
        #expect(day.reports.last?.run.secondsHeld == 10)
    }

    @Test func eachEndHasItsReason() {
        func end(
            _ mode: OperatingMode,
            _ change: (inout Day) -> Void
        ) -> HeatRun.End? {
            var day = Day()
            day.heat(to: 50, mode: mode)
            day.pass(20)
            change(&day)
            day.pass(1)
            return day.reports.last?.run.end
        }
        #expect(end(.auto) { $0.snapshot.setPoint = nil } == .notWanted)
        #expect(end(.auto) { $0.heat(to: 50, mode: .alwaysOn) } == .modeChanged)
        #expect(end(.drying) { $0.snapshot.setPoint = nil } == .dryingDone)
        #expect(
            end(.drying) { day in
                day.snapshot.setPoint = nil
                day.snapshot.settingsChangedBy = Requester(.page)
            } == .wish
        )
        #expect(
            end(.alwaysOn) { day in
                day.isEnding = true
                day.turnOff()
            } == .serviceEnded
        )
        #expect(end(.alwaysOn) { $0.turnOff(.leaseExpired) } == .leaseExpired)
    }

    @Test func aCalendarThatIsSetMovesTheBeginning() {
        var day = Day()
        day.heat(to: 50)
        day.pass(20)
        day.milliseconds += 3_600_000
        day.pass(20)
        day.turnOff()
        day.pass(1)
        let run = day.reports.last?.run
        #expect(run.map { $0.endMilliseconds - $0.startMilliseconds } == 39_000)
    }
}
