package import Chamber
package import Plant
import SwitchCore

/// What a scenario broke, and a fingerprint of all that came out of it.
package struct PropertyRun: Sendable {
    /// What went against an invariant, and when.
    package struct Violation: Equatable, Sendable {
        /// The broken invariant, in words.
        package let text: String
        /// Tenths of a second since the start.
        let tenths: Int
    }

    /// Judges one step besides the invariants: for a defect that is planted on purpose.
    package typealias Extra = @Sendable (ScenarioRunner.Moment) -> String?

    /// The first broken invariant, which ended the run; `nil`: none.
    package let violation: Violation?
    /// Beats of the controller.
    package let steps: Int
    /// Beats with the heater's line on: a run that never heats proves little.
    package let heatingSteps: Int
    /// Every code that latched, in order.
    package let latches: [FaultCode]
    /// FNV-1a over commands and events: equal for equal runs on every machine.
    package let fingerprint: UInt64

    /// Runs `lines` on a plant to their end, or to the first step that breaks something.
    package init(
        _ lines: [ScenarioLine],
        plant: PlantParameters,
        extra: Extra? = nil
    ) throws(ScenarioError) {
        let scenario = try Scenario(parsing: lines.map(\.text).joined(separator: "\n"))
        let configuration = NominalBoard.configuration
        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: configuration,
            plant: plant
        )
        var judge = InvariantJudge(configuration, scenario)
        var violation: Violation?
        var (steps, heatingSteps, latches) = (0, 0, [FaultCode]())
        var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
        while violation == nil, let moment = runner.next() {
            steps += 1
            if moment.command.heater > .off { heatingSteps += 1 }
            for event in moment.events {
                if case .latched(let record) = event.kind { latches.append(record.code) }
            }
            for bits in [
                moment.command.heater.fraction.bitPattern,
                (moment.snapshot.chamber.temperature?.degrees ?? 0).bitPattern,
                moment.report.isHeaterOn ? 1 : 0,
            ] {
                fingerprint = (fingerprint ^ bits) &* 0x100_0000_01B3
            }
            if let text = judge.judge(moment) ?? extra?(moment) {
                violation = Violation(text: text, tenths: steps)
            }
        }
        self.violation = violation
        (self.steps, self.heatingSteps, self.latches) = (steps, heatingSteps, latches)
        self.fingerprint = fingerprint
    }
}
