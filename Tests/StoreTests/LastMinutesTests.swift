import Chamber
import Store
import Surroundings
import Testing
import TestSupport

/// The two minutes before a stop are kept with it.
@Suite struct LastMinutesTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func point(_ second: Int) -> LastMinutes.Point {
        LastMinutes.Point(
            chamber: second % 7 == 0 ? nil : 40 + Double(second) / 100,
            element: -5.25,
            setPoint: second % 2 == 0 ? 55 : nil,
            duty: Double(second % 11) / 10
        )
    }

    @Test func aFaultKeepsTheLastTwoMinutesOverARestart() throws {
        var bench = try StoreBench(directory)
        for second in 0..<300 { bench.buffer.put(point(second)) }
        bench.append(.settingsChanged)
        bench.append(.latched(.sample(3)))
        bench.pass()
        let expected = LastMinutes(points: (180..<300).map(point))
        // It is published before it is on the disk, and afterwards.
        #expect(try bench.stop()?.lastMinutes == expected)
        #expect(try bench.stop(2)?.event?.kind == .controller(.latched(.sample(3))))
        #expect(try bench.stop(1)?.lastMinutes == nil)
        bench.pass(.seconds(2))
        #expect(try bench.stop(2)?.lastMinutes == expected)
        bench.stop()
        bench = try StoreBench(directory)
        #expect(try bench.stop()?.lastMinutes == expected)
        #expect(try bench.events(limit: 5).map { $0.lastMinutes != nil } == [true, false])
        #expect(try bench.stop(77) == nil)
    }

    @Test func theLastStopsAreKept() throws {
        let bench = try StoreBench(directory)
        for number in 1...230 {
            bench.buffer.put(point(number))
            bench.append(.poweredOff(.clock))
            bench.pass(.seconds(2))
        }
        #expect(try bench.stop(30)?.lastMinutes == nil)
        #expect(try bench.stop(31)?.lastMinutes?.points.count == 31)
        #expect(try bench.stop()?.id == 230)
    }

    @Test func whatSomebodyAskedForHasNone() throws {
        let bench = try StoreBench(directory)
        bench.buffer.put(point(1))
        bench.append(.poweredOff(.wish))
        bench.pass(.seconds(2))
        #expect(try bench.stop() == nil)
    }
}
