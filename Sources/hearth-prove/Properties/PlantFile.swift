import Chamber
import Plant
import SwitchCore

/// Writes a plant as a file for `hearth simulate --plant`.
enum PlantFile {
    static func lines(of plant: PlantParameters) -> [String] {
        let numbers: [(key: String, value: Double)] = [
            ("heater_power_w", plant.heaterPowerWatts),
            ("element_j_per_k", plant.elementJoulePerKelvin),
            ("air_j_per_k", plant.airJoulePerKelvin),
            ("wall_j_per_k", plant.wallJoulePerKelvin),
            ("element_air_w_per_k", plant.elementAirWattPerKelvin),
            ("air_wall_w_per_k", plant.airWallWattPerKelvin),
            ("wall_room_w_per_k", plant.wallRoomWattPerKelvin),
            ("air_room_w_per_k", plant.airRoomWattPerKelvin),
            ("probe_lag_s", plant.probeLagSeconds),
            ("probe_dead_time_s", plant.probeDeadTimeSeconds),
            ("element_probe_lag_s", plant.elementProbeLagSeconds),
            ("ptc_full_below_c", plant.ptcFullBelow.degrees),
            ("ptc_zero_above_c", plant.ptcZeroAbove.degrees),
            ("ptc_cold_draw", plant.coldDraw),
            ("ptc_fade_per_k", plant.fadePerKelvin),
            ("second_mass_share", plant.secondMassShare),
            ("second_mass_lag_s", plant.secondMassLagSeconds),
            ("bed_power_w", plant.bedWatts),
            ("room_c", plant.room.degrees),
            ("noise_c", plant.noiseKelvin),
        ]
        return ["[plant]"] + numbers.map { "\($0.key): \($0.value.fixed(6))" }
            + [
                "ptc_curve: \(plant.powerCurve.rawValue)",
                "element_form: \(plant.elementForm.rawValue)",
                "second_relay: \(plant.hasSecondRelay ? "yes" : "no")", "seed: \(plant.seed)",
            ]
    }
}
