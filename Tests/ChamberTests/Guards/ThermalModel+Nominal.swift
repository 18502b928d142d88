import Chamber

extension ThermalModel {
    /// The conservative numbers, as if they had been measured.
    static func nominal(_ origin: Origin) -> ThermalModel {
        let usual = conservative
        return ThermalModel(
            slopeKelvinPerSecond: usual.slopeKelvinPerSecond,
            deadTimeSeconds: usual.deadTimeSeconds,
            holdDutyPerKelvin: usual.holdDutyPerKelvin,
            room: usual.room,
            elementExcessKelvin: usual.elementExcessKelvin,
            elementTimeConstantSeconds: usual.elementTimeConstantSeconds,
            origin: origin
        ) ?? usual
    }
}
