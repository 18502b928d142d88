import SwitchCore

/// Relay and blower between their lines and the plant, with their defects.
package struct FaultyOutputs: Sendable {
    /// What reaches the plant.
    package struct Effect: Equatable, Sendable {
        /// Share of the element's rated power; above 1 at a high mains voltage.
        package let heaterShare: Double
        /// Share of the blower's airflow.
        package let fanShare: Double
    }

    /// Time within the current period of sticking (relay) and of stalling (blower), in s.
    private var weldingSeconds = 0.0
    private var stallingSeconds = 0.0
    private var isFanTurning = false
    /// The blower's speed as a share of its rated one.
    private(set) var fanSpeed = 0.0

    package init() {}

    /// Advances by `seconds`; `isInterrupted`: a second relay has opened the element's circuit.
    package mutating func step(
        isHeaterOn: Bool,
        isFanOn: Bool,
        isInterrupted: Bool = false,
        _ faults: PlantFaults,
        seconds: Double
    ) -> Effect {
        guard !faults.isEmpty else {
            isFanTurning = isFanOn
            fanSpeed = isFanOn ? 1 : 0
            return Effect(
                heaterShare: isHeaterOn && !isInterrupted ? 1 : 0,
                fanShare: isFanOn ? 1 : 0
            )
        }
        let isStuck = sticks(faults, seconds) || faults[.relayWelded]
        let passed = isHeaterOn || isStuck ? 1 : faults.leakShare
        return Effect(
            heaterShare: isInterrupted ? 0 : passed * faults.heaterShare,
            fanShare: fanShare(isFanOn, faults, seconds)
        )
    }

    private mutating func sticks(_ faults: PlantFaults, _ seconds: Double) -> Bool {
        guard faults[.relayWeldsAtTimes] else {
            weldingSeconds = 0
            return false
        }
        let share = faults.amount(of: .relayWeldsAtTimes, sound: 0)
        let isNow = weldingSeconds < share * PlantFault.weldPeriodSeconds
        Self.advance(&weldingSeconds, seconds, within: PlantFault.weldPeriodSeconds)
        return isNow
    }

    private mutating func fanShare(
        _ isOn: Bool,
        _ faults: PlantFaults,
        _ seconds: Double
    ) -> Double {
        var isStalling = false
        if faults[.fanStalls] {
            let share = faults.amount(of: .fanStalls, sound: 0)
            isStalling = stallingSeconds < share * PlantFault.stallPeriodSeconds
            Self.advance(&stallingSeconds, seconds, within: PlantFault.stallPeriodSeconds)
        } else {
            stallingSeconds = 0
        }
        isFanTurning =
            isOn && !faults[.fanStopped] && !isStalling
            && (isFanTurning || !faults[.fanNoStart])
        fanSpeed = isFanTurning ? faults.amount(of: .fanSlow, sound: 1) : 0
        return fanSpeed * faults.amount(of: .fanWeak, sound: 1)
    }

    private static func advance(_ clock: inout Double, _ seconds: Double, within period: Double) {
        clock += seconds
        if clock >= period { clock -= period }
    }
}
