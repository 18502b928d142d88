import Doctor
import Testing

@Suite struct SleepCheckTests {
    @Test func aKernelThatCannotSleepIsWell() {
        #expect(SleepCheck.finding(states: "", isMasked: false).grade == .ok)
        #expect(SleepCheck.finding(states: "\n", isMasked: false).grade == .ok)
    }

    @Test func aMachineThatMaySleepIsAWarningWithTheCommandAgainstIt() {
        let finding = SleepCheck.finding(states: "freeze mem disk\n", isMasked: false)
        #expect(finding.grade == .warning)
        #expect(finding.text.contains("freeze, mem, disk"))
        #expect(finding.advice?.hasPrefix("sudo systemctl mask sleep.target") == true)
    }

    @Test func aMachineWhoseSleepIsMaskedIsWell() {
        #expect(SleepCheck.finding(states: "freeze mem disk\n", isMasked: true).grade == .ok)
    }
}
