package import Chamber
package import Plant
import SwitchCore

/// A scenario's first violation, and a fingerprint of its outputs.
package struct PropertyRun: Sendable {
    /// A violated invariant, and when.
    package struct Violation: Equatable, Sendable {
        /// The violated invariant, as a sentence.
        package let text: String
        /// Tenths of a second since the start.
        let tenths: Int
    }

    /// Judges one step in addition to the invariants, for a defect planted in a test.
    package typealias Extra = @Sendable (ScenarioRunner.Moment) -> String?

    /// The first violation, which ended the run; `nil`: none.
    package let violation: Violation?
    /// Beats of the controller.
    package let steps: Int
    /// Beats whose command heats: a run that never heats proves little.
    package let heatingSteps: Int
    /// Every code that latched, in order.
    package let latches: [FaultCode]
    /// FNV-1a over each step's duty, chamber reading and relay state; the same on every machine.
    package let fingerprint: UInt64

    /// Runs `lines` on a plant to their end, or to the first violation.
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
        var judge = InvariantJudge(configuration)
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
