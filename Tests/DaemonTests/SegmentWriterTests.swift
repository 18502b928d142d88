import Chamber
import Daemon
import FlightLog
import Plant
import SwitchCore
import Synchronization
import System
import Testing
import TestSupport

@Suite struct SegmentWriterTests {
    /// A chamber in use, whose steps go into a buffer and from there, batch by batch, into files.
    private struct Flight {
        let buffer = StepBuffer()
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var heater = SimulatedHeater(
            NominalBoard.configuration,
            plant: PlantParameters(),
            at: .zero
        )
        var writer: SegmentWriter
        var now = Instant.zero
        let lines = Lines()

        init(in directory: String) {
            let lines = lines
            writer = SegmentWriter(
                directory: directory,
                program: "1",
                board: "test",
                run: 1,
                log: { line in lines.all.withLock { $0.append(line) } }
            )
        }

        mutating func fly(steps: Int, batch: Int = 100) {
            for step in 1...steps {
                now = now.advanced(by: .milliseconds(100))
                heater.advance(to: now)
                var input = StepInput(reading: heater.reading, report: heater.report)
                if step % 5_000 == 50 {
                    let wish = Wish.heat(to: Celsius(50 + Double(step / 5_000 % 5)))
                    input.wishes.append(WishEnvelope(wish, from: Requester(.api)))
                }
                buffer.prepare(controller)
                let actions = controller.step(input, at: now)
                _ = buffer.record(input, at: now, actions)
                heater.receive(actions.command, at: now)
                guard step % batch == 0 else { continue }
                if writer.write(buffer.collect(), wall: now.nanoseconds / 1_000_000, at: now) {
                    buffer.requestController()
                }
            }
        }
    }

    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private func segments(
        in directory: TemporaryDirectory,
        _ folder: String = ""
    ) throws -> [Segment] {
        try Directory.names(in: directory.file(folder)).map { name in
            try Segment(directory.bytes(folder + "/" + name))
        }
    }

    /// Replays segments one by one; returns the number of steps, and the differences.
    private func replay(_ segments: [Segment]) throws -> (steps: Int, differences: [String]) {
        var steps = 0
        var differences: [String] = []
        var before: StateNode?
        for segment in segments {
            let path = before?.firstDifference(from: segment.state)?.path
            if let path { differences.append(path) }
            var added: [String] = []
            var replay = Replay(try ControllerState.controller(in: segment.state, added: &added))
            for batch in segment.batches {
                if let difference = try replay.run(batch) { differences.append(difference.field) }
            }
            steps += replay.steps
            before = ControllerState.node(of: replay.controller)
        }
        return (steps, differences)
    }

    @Test func eachSegmentGoesOnWhereTheOneBeforeEnds() throws {
        let directory = try TemporaryDirectory()
        var flight = Flight(in: directory.path)
        flight.fly(steps: 80_000)
        flight.writer.finish()
        let segments = try segments(in: directory)
        #expect(segments.count >= 2)
        #expect(segments.allSatisfy { $0.ending == .complete })
        #expect(segments.map(\.origin.index) == Array(0..<segments.count))
        let (steps, differences) = try replay(segments)
        #expect(steps == 80_000)
        #expect(differences == [])
        #expect(flight.lines.all.withLock { $0 } == [])
    }

    @Test func theOldestSegmentsGiveWayAndTheRestStillReplays() throws {
        let directory = try TemporaryDirectory()
        // As many old ones as there is room for.
        for number in 1...16 {
            let bytes = [UInt8](repeating: 0, count: 1 << 20)
            try directory.write("0000\(number + 10).flight", bytes)
        }
        var flight = Flight(in: directory.path)
        flight.fly(steps: 1_000)
        flight.writer.finish()
        let names = try Directory.names(in: directory.path)
        #expect(names.first == "000012.flight")
        #expect(names.last == "000027.flight")
        #expect(names.count == 16)
        let newest = try directory.bytes("000027.flight")
        #expect(try replay([Segment(newest)]).steps == 1_000)
    }

    @Test func aDirectoryThatCannotBeWrittenIsToldOnceAndTriedAgain() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("recording", "a file in the way")
        var flight = Flight(in: path)
        flight.fly(steps: 12_000)
        let lines = flight.lines.all.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("control continues without it") == true)
        try File.remove(path)
        flight.fly(steps: 7_000)
        flight.writer.finish()
        #expect(flight.lines.all.withLock { $0.last } == "the flight recorder records again")
        let (steps, differences) = try replay(try segments(in: directory, "recording"))
        #expect(steps > 500)
        #expect(differences == [])
    }

    @Test func aTapeThatNobodyTakesOffBeginsAnewBehindTheGap() throws {
        let directory = try TemporaryDirectory()
        var flight = Flight(in: directory.path)
        flight.fly(steps: 1_000)
        // A disk that holds the recorder up for longer than the buffer is.
        flight.fly(steps: 30_000, batch: 15_000)
        flight.fly(steps: 1_000)
        flight.writer.finish()
        let segments = try segments(in: directory)
        #expect(segments.count > 1)
        var steps = 0
        for segment in segments {
            let (count, differences) = try replay([segment])
            steps += count
            #expect(differences == [])
        }
        #expect((5_000..<31_000).contains(steps))
    }
}
