package import Chamber
import SwitchCore

/// The model that a calibration finds on a simulated chamber.
package enum SimulatedCalibration {
    /// A minute of rest, the run at its longest (20 s, 4 min, 60 s), and pauses of the element's foldback.
    private static let scenario = Scenario(
        entries: [
            Scenario.Entry(
                at: .minutes(1),
                action: .wish([.calibrate], lease: nil),
                line: 1,
                text: "1min calibrate"
            )
        ],
        length: .minutes(15)
    )

    /// Calibrates from rest, as its owner does before anything is heated; `nil` where the calibration
    /// refuses the chamber's curve.
    package static func model(
        _ configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: SimulatedConverter = SimulatedConverter()
    ) -> ThermalModel? {
        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: configuration,
            plant: plant,
            converter: converter
        )
        var model = configuration.model
        _ = runner.run { model = $0.snapshot.model }
        return model.origin == .calibrated ? model : nil
    }
}

extension Scenario {
    /// It calibrates by itself.
    package var calibrates: Bool {
        entries.contains { entry in
            guard case .wish(let wishes, _) = entry.action else { return false }
            return wishes.contains(Wish.calibrate)
        }
    }
}
