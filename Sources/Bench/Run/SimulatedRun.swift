package import Chamber
package import Plant
import SwitchCore

/// A scenario in the simulation of the same board, beside which the real heater's times are shown.
package enum SimulatedRun {
    /// What the simulation says of a scenario; the model is the heater's own where that is known.
    package static func account(
        of scenario: Scenario,
        on configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: SimulatedConverter
    ) -> RunAccount {
        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: configuration,
            plant: plant,
            converter: converter
        )
        var account = RunAccount()
        _ = runner.run { moment in
            for entry in moment.begun {
                guard case .fault(let order) = entry.action else { continue }
                switch order {
                case .begin(let fault, _):
                    account.begin(entry, fault.name, at: moment.elapsed)
                case .end, .endAll: account.endFaults()
                }
            }
            account.add(
                BenchSample(
                    moment.observation,
                    setPoint: moment.snapshot.setPoint?.degrees,
                    duty: moment.snapshot.deliveredDuty.fraction
                )
            )
        }
        return account
    }
}
