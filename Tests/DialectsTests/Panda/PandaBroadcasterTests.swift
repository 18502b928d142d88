import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

@Suite struct PandaBroadcasterTests {
    private var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(30))
        return snapshot
    }

    private func at(_ milliseconds: Int) -> Instant {
        Instant(nanoseconds: Int64(milliseconds) * 1_000_000)
    }

    @Test func temperaturesComeEveryFiveBeatsChangedOrNot() {
        var broadcaster = PandaBroadcaster(snapshot, DeviceView(), at: at(0))
        let told = (0..<20).filter { beat in
            !broadcaster.beat(snapshot, DeviceView(), at: at(beat * 100)).frames.isEmpty
        }
        #expect(told == [0, 5, 10, 15])
    }

    @Test func lateBeatsDoNotPileUp() {
        var broadcaster = PandaBroadcaster(snapshot, DeviceView(), at: at(0))
        _ = broadcaster.beat(snapshot, DeviceView(), at: at(0))
        #expect(broadcaster.beat(snapshot, DeviceView(), at: at(5000)).frames.count == 1)
        #expect(broadcaster.beat(snapshot, DeviceView(), at: at(5100)).frames.isEmpty)
        #expect(broadcaster.beat(snapshot, DeviceView(), at: at(5500)).frames.count == 1)
    }

    @Test func theFaultySensorComesBeforeTheTemperaturesOfTheirBeat() {
        var faulty = snapshot
        faulty.chamber = ProbeStatus(condition: .openCircuit)
        faulty.element = ProbeStatus(condition: .shortCircuit)
        var broadcaster = PandaBroadcaster(faulty, DeviceView(), at: at(0))
        let frames = broadcaster.beat(faulty, DeviceView(), at: at(0)).frames
        #expect(
            frames.map { String(decoding: $0, as: UTF8.self) } == [
                #"{"settings":{"ptc_sensor_status":1}}"#,
                #"{"settings":{"warehouse_temper":0}}"#,
            ]
        )
    }

    @Test func aHeaterFaultIsOneThatIsNoSensorsFault() {
        var broadcaster = PandaBroadcaster(snapshot, DeviceView(), at: at(0))
        for code in FaultCode.allCases {
            var latched = snapshot
            let record = FaultRecord(number: 7, code: code, at: .zero)
            latched.latch = record
            let beat = broadcaster.beat(latched, DeviceView(), at: at(100))
            #expect(beat.heaterFault == (code.rule.isSensorFault ? nil : 7))
        }
    }

    @Test func aChangeAroundTheControllerIsToldOnce() {
        var broadcaster = PandaBroadcaster(snapshot, DeviceView(), at: at(0))
        _ = broadcaster.beat(snapshot, DeviceView(), at: at(0))
        var device = DeviceView()
        device.status.networkScan = .running
        #expect(broadcaster.beat(snapshot, device, at: at(100)).frames.count == 1)
        #expect(broadcaster.beat(snapshot, device, at: at(200)).frames.isEmpty)
    }

    @Test func aWrittenLanguageIsNotToldAgainWhenItTakesEffect() {
        var broadcaster = PandaBroadcaster(snapshot, DeviceView(), at: at(0))
        _ = broadcaster.beat(snapshot, DeviceView(), at: at(0))
        let frame = broadcaster.publish(.chinese)
        #expect(String(decoding: frame, as: UTF8.self) == #"{"settings":{"language":"zh"}}"#)
        var device = DeviceView()
        device.profile.language = .chinese
        #expect(broadcaster.beat(snapshot, device, at: at(100)).frames.isEmpty)
    }

    @Test func aDumpIsOfItsMoment() {
        var changed = snapshot
        changed.settings.isOn = true
        let dump = PandaBroadcaster.dump(changed, DeviceView())
        #expect(String(decoding: dump.frame, as: UTF8.self).contains(#""work_on":1"#))
        #expect(dump.operation == PandaOperation(changed, printerKind: .bambu))
    }
}
