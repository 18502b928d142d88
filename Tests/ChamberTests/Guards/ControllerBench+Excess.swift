import Chamber
import SwitchCore

extension ControllerBench {
    /// The fault that latches in five minutes of full power with an element whose excess is `share`
    /// of its model's 30 K; the time constant is the model's.
    static func excess(of share: Double, isCalibrated: Bool = true) -> FaultCode? {
        let usual = ThermalModel.conservative
        let model = ThermalModel(
            slopeKelvinPerSecond: usual.slopeKelvinPerSecond,
            deadTimeSeconds: usual.deadTimeSeconds,
            holdDutyPerKelvin: usual.holdDutyPerKelvin,
            room: usual.room,
            elementExcessKelvin: 30,
            elementTimeConstantSeconds: usual.elementTimeConstantSeconds,
            origin: isCalibrated ? .calibrated : .board
        )
        var configuration = Self.configuration
        if let model { configuration.model = model }
        var bench = ready(configuration)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        var excess = 0.0
        for _ in 0..<300 {
            let settled = bench.snapshot.isHeaterOn ? 30 * share : 0
            excess += (settled - excess) / (usual.elementTimeConstantSeconds + 1)
            bench.element = .degrees(25 + excess)
            bench.run(seconds: 1)
        }
        return bench.snapshot.latch?.code
    }
}
