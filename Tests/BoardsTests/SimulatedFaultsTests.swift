import Boards
import Chamber
import Settings
import SwitchCore
import TestSupport
import Testing

/// Faults that somebody orders while a simulated board runs.
@Suite struct SimulatedFaultsTests {
    /// A switch whose lines are off.
    private final class IdleSwitch: SwitchConnection {
        var report: SwitchReport { SwitchReport() }
        func lines(at now: Instant) -> SwitchLogic.Lines { SwitchLogic.Lines() }
        func carryOut(_ command: SwitchCommand, at now: Instant) {}
        func ask() {}
    }

    private static func board() throws -> SimulatedBoard {
        let text = """
            [board]
            name: Simulated
            kind: simulated
            [probe chamber]
            channel: 0
            thermistor: panda-breath
            series_ohms: 82000
            [probe element]
            channel: 1
            thermistor: panda-breath
            series_ohms: 82000
            [heater]
            power_w: 300
            """
        let description = try BoardFile.board(Array(text.utf8), name: "board.conf")
        return SimulatedBoard(description, hand: IdleSwitch(), at: .zero)
    }

    private static func code(_ sample: ProbeSample?) -> Int32? {
        guard case .measured(let code, _) = sample?.outcome else { return nil }
        return code
    }

    @Test func aFaultBeginsInTheNextStepAndEnds() throws {
        let board = try Self.board()
        board.advance(to: Instant(nanoseconds: 1_000_000_000))
        let sound = try #require(Self.code(board.reading.chamber))
        #expect(board.faults.begin(["chamber_jump", "-10"]) == nil)
        #expect(Self.code(board.reading.chamber) == sound)
        board.advance(to: Instant(nanoseconds: 2_000_000_000))
        #expect(try abs(#require(Self.code(board.reading.chamber)) - sound) > 500)
        #expect(board.faults.end("chamber_jump") == nil)
        board.advance(to: Instant(nanoseconds: 3_000_000_000))
        #expect(try abs(#require(Self.code(board.reading.chamber)) - sound) < 100)
    }

    @Test func whatIsPresentIsTold() throws {
        let faults = try Self.board().faults
        #expect(faults.entries.allSatisfy { !$0.isPresent && $0.amount == nil })
        #expect(faults.begin(["fan_weak", "0.5"]) == nil)
        #expect(faults.begin(["ssr_welded"]) == nil)
        #expect(faults.begin(["chamber_wild"]) == nil)
        let present = faults.entries.filter(\.isPresent)
        #expect(present.map(\.name) == ["ssr_welded", "fan_weak"])
        #expect(present.map(\.amount) == [nil, 0.5])
        #expect(faults.begin(["none"]) == nil)
        #expect(!faults.entries.contains { $0.isPresent })
    }

    @Test func everyListedFaultCanBeginAndEnd() throws {
        let board = try Self.board()
        var seconds: Int64 = 0
        for entry in board.faults.entries {
            #expect(board.faults.begin([entry.name]) == nil)
            #expect(board.faults.end(entry.name) == nil)
            #expect((board.faults.begin([entry.name, "1"]) == nil) == (entry.unit != nil))
            seconds += 1
            board.advance(to: Instant(nanoseconds: seconds * 1_000_000_000))
        }
    }

    @Test func whatIsNoFaultIsRefusedInWords() throws {
        let faults = try Self.board().faults
        let message = try #require(faults.begin(["fan_week"]))
        #expect(message.hasPrefix("\"fan_week\" is no fault; did you mean \"fan_weak\"? allowed: "))
        #expect(faults.end("gremlins")?.contains("is no fault; allowed: heater_open") == true)
        #expect(faults.begin(["fan_weak", "2"])?.contains("from 0 to 1") == true)
        #expect(!faults.entries.contains { $0.isPresent })
    }

    @Test func aFloodIsRefused() throws {
        let faults = try Self.board().faults
        var refusals = 0
        for _ in 0..<100 where faults.begin(["sun", "10"]) != nil { refusals += 1 }
        #expect(refusals == 36)
    }
}
