import Chamber
import Store
import SwitchCore
import Testing
import TestSupport

/// Events of before the clock was set are marked, and put right once the time is known.
@Suite struct CalendarDoubtTests {
    private let directory: TemporaryDirectory
    private let day: Int64 = 86_400_000

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func unset() throws -> StoreBench {
        let bench = try StoreBench(directory)
        bench.calendarShift = -30 * day
        bench.isCalendarKnown.value = false
        return bench
    }

    @Test func eventsAreMarkedAndPutRight() throws {
        let bench = try unset()
        bench.pass()
        bench.append(.started)
        bench.append(.latched(.sample(3)))
        bench.pass(.seconds(2))
        #expect(try bench.events().map(\.isTimeUnsure) == [true, true])
        #expect(bench.buffer.isCalendarInDoubt)
        let wrong = try bench.events().map(\.wall.milliseconds)
        bench.calendarShift = 0
        bench.isCalendarKnown.value = true
        bench.pass(.seconds(1))
        bench.append(.dryingEnded)
        bench.pass(.seconds(2))
        let events = try bench.events()
        #expect(events.map(\.isTimeUnsure) == [false, false, false])
        #expect(!bench.buffer.isCalendarInDoubt)
        #expect(events.dropFirst().map(\.wall.milliseconds) == wrong.map { $0 + 30 * day })
        bench.stop()
        let next = try StoreBench(directory)
        #expect(try next.events() == events)
        #expect(try next.stop()?.wall == events[1].wall)
    }

    @Test func eventsThatWaitForTheDiskArePutRightToo() throws {
        let bench = try unset()
        bench.append(.started)
        bench.pass()
        let wrong = try bench.events()[0].wall.milliseconds
        bench.calendarShift = 0
        bench.isCalendarKnown.value = true
        bench.pass()
        #expect(try bench.events().map(\.wall.milliseconds) == [wrong + 30 * day])
        bench.pass(.seconds(2))
        #expect(try bench.events().map(\.isTimeUnsure) == [false])
    }

    @Test func theHistoryMovesAlong() throws {
        let bench = try unset()
        for _ in 0..<120 {
            bench.record(Celsius(40))
            bench.pass(.seconds(1))
        }
        bench.pass(.seconds(70))
        bench.calendarShift = 0
        bench.isCalendarKnown.value = true
        bench.pass(.seconds(1))
        bench.pass(.seconds(2))
        let points = try bench.history(span: .minutes(10)).points
        #expect(points.reduce(0) { $0 + $1.samples } >= 119)
    }

    @Test func theMinuteInWhichTheClockIsSetMovesToo() throws {
        let bench = try unset()
        for _ in 0..<90 {
            bench.record(Celsius(40))
            bench.pass(.seconds(1))
        }
        bench.calendarShift = 0
        bench.isCalendarKnown.value = true
        bench.pass(.seconds(1))
        bench.stop()
        let next = try StoreBench(directory)
        let points = try next.history(span: .hours(2)).points
        #expect(points.reduce(0) { $0 + $1.samples } == 90)
    }

    @Test func aClockThatWasRightOnceIsNotDoubtedAgain() throws {
        let bench = try StoreBench(directory)
        bench.append(.started)
        bench.pass(.seconds(2))
        let before = try bench.events()
        bench.isCalendarKnown.value = false
        bench.pass(.seconds(2))
        bench.calendarShift = day
        bench.append(.dryingEnded)
        bench.pass(.seconds(2))
        #expect(try bench.events().map(\.isTimeUnsure) == [false, false])
        #expect(try bench.events().last == before.last)
    }

    @Test func whatAnEarlierRunDidNotKnowStaysMarked() throws {
        let bench = try unset()
        bench.append(.started)
        bench.pass(.seconds(2))
        bench.stop()
        let next = try StoreBench(directory)
        next.append(.started)
        next.pass(.seconds(2))
        #expect(try next.events().map(\.isTimeUnsure) == [false, true])
    }

    @Test func aKnownCalendarThatJumpsMovesNothing() throws {
        let bench = try StoreBench(directory)
        bench.append(.started)
        bench.pass(.seconds(2))
        let before = try bench.events()
        bench.calendarShift = day
        bench.pass(.seconds(2))
        #expect(try bench.events() == before)
    }

    @Test func aCalendarSetByHandInTwoStepsIsFollowed() throws {
        let bench = try unset()
        bench.append(.started)
        bench.pass(.seconds(2))
        let wrong = try bench.events()[0].wall.milliseconds
        bench.calendarShift = -day
        bench.pass(.seconds(2))
        #expect(try bench.events()[0].isTimeUnsure)
        bench.calendarShift = 0
        bench.isCalendarKnown.value = true
        bench.pass(.seconds(1))
        bench.pass(.seconds(2))
        let event = try bench.events()[0]
        #expect(event.wall.milliseconds == wrong + 30 * day)
        #expect(!event.isTimeUnsure)
    }
}
