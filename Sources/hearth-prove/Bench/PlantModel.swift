package import Chamber
package import Plant

/// The model that a calibration of a plant would find, reckoned from the plant's own numbers.
package enum PlantModel {
    private static let stepSeconds = 0.05
    /// As long as a calibration may heat.
    private static let longestSeconds = 240.0
    /// The tangent is laid over so much of the curve.
    private static let spanSeconds = 20.0

    /// The steepest tangent of the chamber probe in a full-power step from rest, the element's excess
    /// and time constant, and the duty that makes up for the plant's loss.
    package static func calibrated(_ plant: PlantParameters) -> ThermalModel? {
        let (slope, deadTime) = tangent(of: plant)
        let throughWalls =
            plant.airWallWattPerKelvin * plant.wallRoomWattPerKelvin
            / (plant.airWallWattPerKelvin + plant.wallRoomWattPerKelvin)
        let loss = plant.airRoomWattPerKelvin + throughWalls
        return ThermalModel(
            slopeKelvinPerSecond: slope,
            deadTimeSeconds: deadTime,
            holdDutyPerKelvin: loss / plant.heaterPowerWatts,
            room: plant.room,
            elementExcessKelvin: plant.heaterPowerWatts / plant.elementAirWattPerKelvin,
            elementTimeConstantSeconds: plant.elementJoulePerKelvin / plant.elementAirWattPerKelvin,
            origin: .calibrated
        )
    }

    private static func tangent(of plant: PlantParameters) -> (slope: Double, deadTime: Double) {
        var model = ThermalPlant(plant)
        let start = plant.room.degrees
        var probe = SimulatedProbe(
            lagSeconds: plant.probeLagSeconds,
            deadTimeSeconds: plant.probeDeadTimeSeconds,
            stepSeconds: stepSeconds,
            start: start
        )
        var readings: [Double] = []
        let span = Int(spanSeconds / stepSeconds)
        var (slope, deadTime) = (0.0, 0.0)
        for step in 0..<Int(longestSeconds / stepSeconds) {
            model.step(isHeating: true, isFanRunning: true, seconds: stepSeconds)
            probe.step(model.air)
            readings.append(probe.temperature)
            guard step >= span else { continue }
            let rise = readings[step] - readings[step - span]
            guard rise / spanSeconds > slope else { continue }
            slope = rise / spanSeconds
            let middle = (readings[step] + readings[step - span]) / 2
            deadTime = (Double(step) - Double(span) / 2) * stepSeconds - (middle - start) / slope
        }
        return (slope, deadTime)
    }
}
