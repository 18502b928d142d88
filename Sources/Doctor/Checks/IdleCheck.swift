package import Boards
package import Chamber
import Inputs
import Lines

/// The level of a relay's line without a program: what the board file says, and what the line reads.
package struct IdleCheck: Sendable {
    /// `skipped`: nothing is wrong, but only the board file says so.
    package let verdict: SelfTestFinding.Verdict
    /// What was found.
    package let text: String

    /// What to do about a level that heats.
    package static let remedy =
        "leave the mains unplugged, and wire the line as docs/wiring.md says"

    /// For the doctor's list.
    var finding: Finding {
        verdict == .failed ? .failed("idle", text, advice: Self.remedy) : .ok("idle", text)
    }
}

extension IdleCheck {
    /// One check for each relay in the heater's supply.
    ///
    /// - Parameter lettingGo: a line that is still an output becomes an input, so that it can be read. The
    ///   doctor does not do that: it changes nothing.
    package static func checks(of lines: BoardLines, lettingGo: Bool) -> [IdleCheck] {
        lines.outputs.compactMap { output in
            output.idle.map { check(output, $0, of: lines.chip, lettingGo) }
        }
    }

    private static func check(
        _ output: OutputLine,
        _ declared: IdleLevel,
        of chip: String,
        _ lettingGo: Bool
    ) -> IdleCheck {
        let name = output.purpose == .heater ? "the heater's line" : "the second relay's line"
        let says = "\(name) \(output.line) idles \(declared.level) by the board file, which is off"
        let level: IdleLevel?
        do throws(LineError) {
            level = try undrivenLevel(of: output.line, chip, lettingGo)
        } catch {
            return IdleCheck(verdict: .skipped, text: says + "; it cannot be read: \(error)")
        }
        guard let level else {
            return IdleCheck(
                verdict: .skipped,
                text: says + "; a program drives it now, so its idle level is not seen "
                    + "(hearth selftest reads it)"
            )
        }
        guard output.isOn(at: level) else {
            return IdleCheck(verdict: .passed, text: says + ", and reads \(level.level)")
        }
        return IdleCheck(
            verdict: .failed,
            text:
                "\(name) \(output.line) reads \(level.level) with no program driving it, and that "
                + "\(output.purpose == .heater ? "switches the heater on" : "closes that relay")"
        )
    }

    /// `nil`: the line is held, or is an output that has to stay one.
    private static func undrivenLevel(
        of line: LineReference,
        _ chip: String,
        _ lettingGo: Bool
    ) throws(LineError) -> IdleLevel? {
        let chip = try GPIOChip.open(chip)
        let state = try chip.state(of: try chip.number(of: line))
        guard state.holder == nil, lettingGo || !state.isOutput else { return nil }
        return try chip.undrivenLevel(of: line)
    }
}

extension IdleLevel {
    /// In a sentence.
    fileprivate var level: String {
        switch self {
        case .pulledDown: "low"
        case .pulledUp: "high"
        }
    }
}
