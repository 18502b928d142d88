import Chamber
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// Nobody fills the history by asking again and again, and nothing pushes a fault out of it.
@Suite struct EventGateTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private static let floods: [Occurrence.Kind] =
        [
            .controller(.poweredOn(.alwaysOn, target: Celsius(50))),
            .controller(.poweredOff(.wish)),
            .controller(.dryingEnded),
            .controller(.calibrationForgotten),
            .controller(.warningEnded(.noProgress)),
            .controller(.foldbackEnded(Celsius(99))),
        ]
        + DeviceEvent.Subject.allCases.flatMap { subject in
            [true, false].map { isTrouble in
                Occurrence.Kind.device(DeviceEvent(subject, isTrouble: isTrouble, "Refused."))
            }
        }

    @Test(arguments: floods) func aFloodIsCountedAndToldOnceAMinute(kind: Occurrence.Kind) throws {
        let bench = try StoreBench(directory)
        for _ in 0..<100 {
            for _ in 0..<100 { bench.append(kind, from: Requester(.page)) }
            bench.pass(.milliseconds(10))
        }
        #expect(bench.told.all.count == 20)
        #expect(bench.log.all.isEmpty)
        bench.pass(.seconds(60))
        let last = try #require(bench.told.all.last)
        #expect(bench.told.all.count == 21)
        #expect(last.description.hasPrefix("9980 more events like this"))
        #expect(last.description.contains(kind.sentence))
    }

    @Test func aFloodOfOneGroupHoldsNothingElseBack() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<1_000 {
            bench.append(.device(DeviceEvent(.update, isTrouble: true, "Refused.")))
        }
        bench.append(.poweredOn(.alwaysOn, target: Celsius(50)))
        bench.append(.device(DeviceEvent(.update, isTrouble: false, "Accepted.")))
        bench.append(.latched(.sample(3)))
        bench.pass()
        #expect(
            bench.told.all.suffix(3).map(\.kind) == ["powered_on", "update_news", "latched"]
        )
    }

    @Test func settingsThatChangeOftenAreOneEvent() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<50 {
            bench.append(.settingsChanged, from: Requester(.page))
            bench.pass(.milliseconds(100))
        }
        #expect(bench.told.all.map(\.kind) == ["settings_changed"])
        bench.pass(.seconds(60))
        #expect(bench.told.all.map(\.kind) == ["settings_changed", "settings_changed"])
        bench.pass(.seconds(120))
        #expect(bench.told.all.count == 2)
    }

    @Test func whatWasCountedIsToldAtTheEnd() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<30 { bench.append(.poweredOff(.wish)) }
        bench.stop()
        let next = try StoreBench(directory)
        #expect(try next.events().first?.description.hasPrefix("10 more events like this") == true)
    }

    @Test func aPersonsMinuteIsListedInFull() throws {
        let bench = try StoreBench(directory)
        for _ in 0..<10 {
            bench.append(.poweredOn(.alwaysOn, target: Celsius(50)), from: Requester(.page))
            bench.append(.poweredOff(.wish), from: Requester(.page))
            bench.pass(.seconds(6))
        }
        #expect(bench.told.all.count == 20)
    }

    @Test func nothingPushesAFaultAndItsMinutesOut() throws {
        var bench = try StoreBench(directory)
        bench.buffer.put(LastMinutes.Point(chamber: 61, element: 90, setPoint: 55, duty: 0.5))
        bench.append(.latched(.sample(3)))
        bench.pass()
        for _ in 0..<101 {
            for _ in 0..<100 { bench.append(.started) }
            bench.pass(.seconds(1))
        }
        for _ in 0..<600 {
            bench.append(.poweredOff(.leaseExpired))
            bench.pass(.seconds(1))
        }
        bench.stop()
        bench = try StoreBench(directory)
        let database = try #require(bench.database)
        #expect(try database.value("SELECT count(*) FROM events WHERE id = 1") == .integer(0))
        let fault = try #require(try bench.events(before: 2, limit: 5).first)
        #expect(fault.kind == "latched")
        #expect(fault.lastMinutes?.points.count == 1)
        #expect(try bench.stop(1) == fault)
        #expect(try database.value("SELECT count(*) FROM faults") == .integer(501))
    }

    @Test func aFaultThatAnEarlierVersionStoredIsKeptToo() throws {
        var bench = try StoreBench(directory)
        bench.append(.latched(.sample(3)))
        bench.pass(.seconds(2))
        // An earlier version writes events alone.
        try #require(bench.database).execute("DELETE FROM faults")
        bench.stop()
        bench = try StoreBench(directory)
        for _ in 0..<101 {
            for _ in 0..<100 { bench.append(.started) }
            bench.pass(.seconds(1))
        }
        #expect(try bench.events(before: 2, limit: 5).map(\.kind) == ["latched"])
    }

    @Test func whatIsToldLateHasItsOwnTime() throws {
        let bench = try StoreBench(directory)
        bench.append(.settingsChanged)
        bench.pass(.seconds(20))
        bench.append(.settingsChanged)
        let wall = bench.wall
        bench.pass()
        bench.pass(.seconds(61))
        #expect(bench.told.all.map(\.wall) == [StoreBench.wall, wall])
    }

    @Test func anEventInBothTablesIsListedOnce() throws {
        let bench = try StoreBench(directory)
        bench.append(.started)
        bench.append(.latched(.sample(3)))
        bench.append(.poweredOff(.clock))
        bench.pass(.seconds(2))
        #expect(try bench.events(limit: 10).map(\.id) == [3, 2, 1])
        #expect(try bench.events(limit: 2).map(\.id) == [3, 2])
    }
}

/// What changed comes back with the event, also where several changes are told together.
@Suite struct SettingsNoteTests {
    private func change(_ from: Double, _ to: Double) -> SettingsChange {
        var (old, new) = (OperatingSettings(), OperatingSettings())
        (old.target, new.target) = (Celsius(from), Celsius(to))
        return SettingsChange(
            from: SettingsChange.Side(old, ProbeOffsets()),
            to: SettingsChange.Side(new, ProbeOffsets())
        )
    }

    @Test func theStepsOfASliderAreOneChange() throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        for target in [50.0, 51, 52, 53] {
            bench.buffer.put(
                Occurrence(
                    at: bench.now,
                    kind: .controller(.settingsChanged),
                    requester: Requester(.page)
                ),
                wall: bench.wall,
                change: change(target - 1, target)
            )
        }
        bench.pass()
        bench.pass(.minutes(2))
        bench.stop()
        let texts = try StoreBench(directory).events().compactMap { $0.event?.text }
        #expect(
            texts == [
                "Settings changed: target from 50.0 °C to 53.0 °C",
                "Settings changed: target from 49.0 °C to 50.0 °C",
            ]
        )
    }
}
