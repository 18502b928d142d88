import SwitchCore
import Testing

@Suite struct SwitchLogicTests {
    static func instant(_ milliseconds: Int) -> Instant {
        Instant.zero.advanced(by: .milliseconds(milliseconds))
    }

    static func command(
        _ sequence: UInt64,
        _ heater: Duty,
        fan: Bool = false,
        at now: Instant,
        lease: Duration = .seconds(3)
    ) -> SwitchCommand {
        SwitchCommand(
            sequence: sequence,
            heater: heater,
            isFanOn: fan,
            isSecondRelayClosed: true,
            leaseEnd: now.advanced(by: lease)
        )
    }

    /// A switch that has been commanded to full power each 100 ms for ten seconds.
    static func heating() -> (logic: SwitchLogic, at: Int) {
        var logic = SwitchLogic(Modulation(), isFanFitted: true)
        for step in 0...100 {
            let now = instant(step * 100)
            logic.receive(command(UInt64(step + 1), .full, at: now), at: now)
            _ = logic.step(at: now)
        }
        return (logic, 10_000)
    }

    @Test func nothingIsOnBeforeTheFirstCommand() {
        var logic = SwitchLogic(Modulation(), isFanFitted: true)
        for step in 0..<100 {
            #expect(logic.step(at: Self.instant(step * 100)) == SwitchLogic.Lines())
        }
    }

    @Test func heatEndsThreeSecondsAfterTheLastCommand() {
        var (logic, last) = Self.heating()
        #expect(logic.report.isHeaterOn)
        #expect(logic.step(at: Self.instant(last + 2_900)).isHeaterOn)
        #expect(!logic.step(at: Self.instant(last + 3_000)).isHeaterOn)
    }

    @Test func aLostParentEndsTheHeatAtOnceAndCoolsOn() {
        var (logic, last) = Self.heating()
        logic.loseCommand()
        let lines = logic.step(at: Self.instant(last + 50))
        #expect(!lines.isHeaterOn)
        #expect(lines.isFanOn)
        #expect(logic.step(at: Self.instant(last + 1_000)).isFanOn)
    }

    @Test func aSwitchThatWasToldToEndHeatsNoMoreAndGoesOnCoolingAsItIsCommanded() {
        var (logic, last) = Self.heating()
        logic.retire()
        #expect(!logic.step(at: Self.instant(last + 50)).isHeaterOn)
        for step in 1...100 {
            let now = Self.instant(last + step * 100)
            logic.receive(Self.command(UInt64(1_000 + step), .full, fan: true, at: now), at: now)
            let lines = logic.step(at: now)
            #expect(!lines.isHeaterOn)
            #expect(lines.isFanOn)
        }
        #expect(logic.report.sequence == 1_100)
    }

    @Test func oneContradictionOfTheLineIsPassedOver() {
        var (logic, last) = Self.heating()
        logic.confirm(heaterReads: false)
        #expect(logic.step(at: Self.instant(last + 50)).isHeaterOn)
        logic.confirm(heaterReads: true)
        logic.confirm(heaterReads: false)
        #expect(!logic.report.isLineFaulty)
    }

    @Test func aLineThatReadsWrongTwiceIsNotDrivenOnAgain() {
        var (logic, last) = Self.heating()
        for step in 1...2 {
            _ = logic.step(at: Self.instant(last + step * 50))
            logic.confirm(heaterReads: false)
        }
        #expect(logic.report.isLineFaulty)
        for step in 3..<40 {
            let now = Self.instant(last + step * 50)
            logic.receive(Self.command(UInt64(1_000 + step), .full, at: now), at: now)
            #expect(!logic.step(at: now).isHeaterOn)
        }
    }

    @Test func noCommandMayAskForALongerLease() {
        var (logic, last) = Self.heating()
        let now = Self.instant(last)
        logic.receive(Self.command(1_000, .full, at: now, lease: .hours(1)), at: now)
        #expect(logic.step(at: Self.instant(last + 2_900)).isHeaterOn)
        #expect(!logic.step(at: Self.instant(last + 3_000)).isHeaterOn)
    }

    @Test func anOlderCommandIsPassedOver() {
        var (logic, last) = Self.heating()
        let now = Self.instant(last + 100)
        logic.receive(Self.command(200, .off, at: now), at: now)
        logic.receive(Self.command(150, .full, at: now), at: now)
        #expect(!logic.step(at: now).isHeaterOn)
        #expect(logic.report.sequence == 200)
    }

    @Test(arguments: [-5_000, 5_000])
    func aLeapOfTheClockDropsTheHeater(milliseconds: Int) {
        var (logic, last) = Self.heating()
        let now = Self.instant(last + milliseconds)
        logic.receive(Self.command(1_000, .full, at: now), at: now)
        #expect(!logic.step(at: now).isHeaterOn)
    }

    @Test func theFanRunsWithTheHeaterWhateverTheCommandSays() {
        let (logic, _) = Self.heating()
        #expect(logic.report.isHeaterOn && logic.report.isFanOn)
    }

    @Test func theFanGoesOnForMinutesAfterTheCommandsStop() {
        var (logic, last) = Self.heating()
        var time = last
        while time < last + 300_000 {
            time += 1_000
            #expect(logic.step(at: Self.instant(time)).isFanOn)
        }
        while time < last + 400_000 {
            time += 1_000
            _ = logic.step(at: Self.instant(time))
        }
        #expect(!logic.report.isFanOn)
    }

    @Test func theReportCountsClosuresAndOnTime() {
        let (logic, _) = Self.heating()
        #expect(logic.report.closures == 1)
        #expect(logic.report.sequence == 101)
        // Off for the first second, the shortest time, then on.
        #expect((Duration.seconds(8)...Duration.seconds(9.5)).contains(logic.report.onTime))
    }

    @Test func aBoardWithoutAFanNeverDrivesOne() {
        var logic = SwitchLogic(Modulation(), isFanFitted: false)
        for step in 0..<50 {
            let now = Self.instant(step * 100)
            logic.receive(Self.command(UInt64(step + 1), .full, fan: true, at: now), at: now)
            #expect(!logic.step(at: now).isFanOn)
        }
    }
}
