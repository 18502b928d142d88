package import Chamber
import SwitchCore

/// The thermal model from a calibration of a simulated chamber.
package enum SimulatedCalibration {
    /// A minute of rest, the longest calibration (20 s, 4 min, 60 s), and time for foldback pauses.
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

    /// Calibrates from rest, as an owner does before the first use; `nil` where the calibration rejects
    /// the chamber's curve.
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
    /// Whether the scenario itself calibrates.
    package var calibrates: Bool {
        entries.contains { entry in
            guard case .wish(let wishes, _) = entry.action else { return false }
            return wishes.contains(Wish.calibrate)
        }
    }
}
