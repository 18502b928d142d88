package import Chamber

/// The model that a calibration finds on a simulated chamber.
package enum SimulatedCalibration {
    /// A minute of rest, the run at its longest (20 s, 4 min, 60 s), and pauses of the element's foldback.
    private static let scenario = "1min calibrate\n15min end"

    /// Calibrates from rest, as its owner does before anything is heated; `nil` where the calibration
    /// refuses the chamber's curve.
    package static func model(
        _ configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: ConverterScale = .ads1115,
        supplyVolts: Double = 3.3
    ) -> ThermalModel? {
        guard let scenario = scenarioOrNil else { return nil }
        var runner = ScenarioRunner(
            scenario: scenario,
            configuration: configuration,
            plant: plant,
            converter: converter,
            supplyVolts: supplyVolts
        )
        var model = configuration.model
        _ = runner.run { model = $0.snapshot.model }
        return model.origin == .calibrated ? model : nil
    }

    private static var scenarioOrNil: Scenario? {
        do throws(ScenarioError) {
            return try Scenario(parsing: scenario)
        } catch {
            // The text above is the only one that it is ever given.
            return nil
        }
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
