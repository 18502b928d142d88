import Chamber
import Dialects
import SwitchCore
import Testing

/// The faulty sensor that clients are told of (wire contract, section 4).
@Suite struct PandaSensorFaultTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(
        arguments: [
            (.shortCircuit, .good, [#"{"settings":{"ptc_sensor_status":1}}"#]),
            (.openCircuit, .good, [#"{"settings":{"ptc_sensor_status":2}}"#]),
            (.good, .shortCircuit, [#"{"settings":{"warehouse_sensor_status":1}}"#]),
            (.absent, .stale, [#"{"settings":{"warehouse_sensor_status":2}}"#]),
            (
                .unreadable, .implausible,
                // As stock: of two the element's.
                [#"{"settings":{"ptc_sensor_status":2}}"#]
            ),
            (.good, .good, []), (.absent, .waiting, []),
        ] as [(ProbeStatus.Condition, ProbeStatus.Condition, [String])]
    )
    func aFaultySensorIsToldOfTwoTheElement(
        element: ProbeStatus.Condition,
        chamber: ProbeStatus.Condition,
        frames: [String]
    ) {
        var snapshot = Snapshot()
        snapshot.element = ProbeStatus(condition: element)
        snapshot.chamber = ProbeStatus(condition: chamber)
        #expect([PandaFrames.sensorFault(snapshot)].compactMap { $0.map(text) } == frames)
    }

    @Test func aLatchedSensorFaultIsToldAlsoWhenTheSensorReadsAgain() {
        var snapshot = Snapshot()
        snapshot.latch = FaultRecord(
            number: 1,
            code: .probeSingleFailure,
            at: .zero,
            probe: .element,
            condition: .shortCircuit
        )
        #expect(
            PandaFrames.sensorFault(snapshot).map(text)
                == #"{"settings":{"ptc_sensor_status":1}}"#
        )
    }
}
