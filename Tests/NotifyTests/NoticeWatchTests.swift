import Chamber
import Notify
import SwitchCore
import Testing

@Suite struct NoticeWatchTests {
    /// Steps a watch through snapshots a second apart.
    private static func told(
        _ changes: [(inout Snapshot) -> Void]
    ) -> [Notice.Kind] {
        var (watch, snapshot) = (NoticeWatch(), Snapshot())
        var now = Instant.zero
        return changes.flatMap { change in
            change(&snapshot)
            now = now.advanced(by: .seconds(1))
            return watch.step(snapshot, troubles: [], at: now).map(\.kind)
        }
    }

    private static func air(_ degrees: Double) -> (inout Snapshot) -> Void {
        { $0.chamber = ProbeStatus(condition: .good, temperature: Celsius(degrees)) }
    }

    @Test func aWarmChamberThatCooledDownIsToldOnce() {
        let told = Self.told([
            Self.air(25), { $0.settings.isOn = true }, Self.air(50),
            { $0.settings.isOn = false }, { $0.activity = .coolingDown }, Self.air(39.9),
            { $0.activity = .off }, { _ in },
        ])
        #expect(told == [.cooledDown])
    }

    @Test func aChamberThatWasNeverWarmIsNoNews() {
        let told = Self.told([
            Self.air(25), { $0.settings.isOn = true }, Self.air(40),
            { $0.settings.isOn = false }, { $0.activity = .coolingDown }, { $0.activity = .off },
        ])
        #expect(told == [])
    }

    @Test func aTroubleIsToldOnceItHasStood() {
        var watch = NoticeWatch()
        let snapshot = Snapshot()
        let start = Instant.zero.advanced(by: .seconds(100))
        let trouble = ["No reading: the converter is away."]
        #expect(watch.step(snapshot, troubles: trouble, at: start) == [])
        let early = start.advanced(by: NoticeWatch.patience - .milliseconds(1))
        #expect(watch.step(snapshot, troubles: trouble, at: early) == [])
        let due = start.advanced(by: NoticeWatch.patience)
        #expect(watch.step(snapshot, troubles: trouble, at: due).map(\.text) == trouble)
        #expect(watch.step(snapshot, troubles: trouble, at: due.advanced(by: .minutes(90))) == [])
    }

    @Test func aTroubleThatComesAndGoesIsToldOnceAnHour() {
        var watch = NoticeWatch()
        let snapshot = Snapshot()
        var count = 0
        for minute in 0..<120 {
            let now = Instant.zero.advanced(by: .minutes(minute))
            let trouble = ["The disk is full."]
            _ = watch.step(snapshot, troubles: trouble, at: now)
            let later = now.advanced(by: .seconds(10))
            count += watch.step(snapshot, troubles: trouble, at: later).count
            _ = watch.step(snapshot, troubles: [], at: later.advanced(by: .seconds(1)))
        }
        #expect(count == 2)
    }

    @Test func aFloodOfTroublesIsBounded() {
        var watch = NoticeWatch()
        let snapshot = Snapshot()
        var count = 0
        for second in 0..<600 {
            let now = Instant.zero.advanced(by: .seconds(second))
            let troubles = (0..<100).map { "Trouble \(second / 10) \($0)." }
            count += watch.step(snapshot, troubles: troubles, at: now).count
        }
        #expect(count <= 13)
    }
}
