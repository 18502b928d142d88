package import Boards
package import CommandLine
import Lines
package import Plant
import SwitchCore

/// Relays at lines of a GPIO chip: each makes one fault.
///
/// Class, because the lines are held as long as it lives.
package final class LineFixture {
    private let outputs: [(fault: PlantFault, output: PlainOutput)]
    /// What the report calls it.
    package let name: String
    /// The faults that are there now.
    package private(set) var present: [PlantFault] = []

    /// Takes the lines, all inactive. Throws where one is unavailable, or is one of the board's own.
    package init(_ file: FixtureFile, besides board: BoardLines?) throws(CommandFailure) {
        name = file.name.isEmpty ? "lines of \(file.chip)" : file.name
        if let board { try Self.expectNoBoardLine(file, board) }
        var outputs: [(PlantFault, PlainOutput)] = []
        for one in file.lines {
            do throws(LineError) {
                let output = try PlainOutput(
                    one.line,
                    of: file.chip,
                    isActiveLow: file.isActiveLow,
                    for: one.fault.name
                )
                outputs.append((one.fault, output))
            } catch {
                throw CommandFailure(
                    .unavailable,
                    "the fixture: \(error.description); nothing was heated"
                )
            }
        }
        self.outputs = outputs.map { (fault: $0.0, output: $0.1) }
    }

    /// The faults that it has a line for.
    package var faults: [PlantFault] { outputs.map(\.fault) }

    /// Makes or ends a fault.
    package func set(_ fault: PlantFault, _ isPresent: Bool) throws(CommandFailure) {
        guard let output = outputs.first(where: { $0.fault == fault })?.output else { return }
        do throws(LineError) {
            try output.set(isPresent)
        } catch {
            throw CommandFailure(.failed, "the fixture: \(error.description)")
        }
        present.removeAll { $0 == fault }
        if isPresent { present.append(fault) }
    }

    /// Ends all faults.
    package func endAll() throws(CommandFailure) {
        for fault in present { try set(fault, false) }
    }

    /// Throws where a line of the fixture is one of the board's.
    package static func expectNoBoardLine(
        _ file: FixtureFile,
        _ board: BoardLines
    ) throws(CommandFailure) {
        guard isSameChip(file.chip, board.chip) else { return }
        for one in file.lines {
            guard let own = board.outputs.first(where: { isSame($0.line, one.line, file.chip) })
            else { continue }
            throw CommandFailure(
                .misconfigured,
                "the fixture's \(one.fault.name) names line \(one.line) of \(file.chip), which is the "
                    + "board's own line for the \(own.purpose.rawValue); nothing was heated. Give the "
                    + "fixture lines that the board does not use"
            )
        }
    }

    private static func isSameChip(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        do throws(LineError) {
            return try GPIOChip.open(one).path == GPIOChip.open(other).path
        } catch {
            return false
        }
    }

    private static func isSame(_ one: LineReference, _ other: LineReference, _ chip: String) -> Bool
    {
        if one == other { return true }
        do throws(LineError) {
            let chip = try GPIOChip.open(chip)
            return try chip.number(of: one) == chip.number(of: other)
        } catch {
            return false
        }
    }
}

/// Faults by the lines of this machine.
package struct LineFaultMaker: FaultMaker {
    private let fixture: LineFixture

    package init(_ fixture: LineFixture) { self.fixture = fixture }

    package var name: String { fixture.name }

    package func reason(against order: FaultOrder) -> String? {
        guard case .begin(let fault, let amount) = order else { return nil }
        if fault == .relayWelded {
            // A killed bench would leave the bridge closed, and no lease ends that heat.
            return
                "only a fixture's service may bridge the relay: it opens the bridge when the bench "
                + "falls silent (\"hearth bench fixture\", docs/bench.md)"
        }
        return Self.reason(against: fault, amount, among: fixture.faults)
    }

    /// Why a fixture with relays for `faults` cannot make one.
    static func reason(
        against fault: PlantFault,
        _ amount: Double?,
        among faults: [PlantFault]
    ) -> String? {
        guard faults.contains(fault) else { return "the fixture has no line for \(fault.name)" }
        return amount == nil ? nil : "a fixture makes \(fault.name) as a whole, not by a number"
    }

    package mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork? {
        switch order {
        case .begin(let fault, _): try fixture.set(fault, true)
        case .end(let fault): try fixture.set(fault, false)
        case .endAll: try fixture.endAll()
        }
        return nil
    }

    package mutating func endAll() throws(CommandFailure) { try fixture.endAll() }
}
