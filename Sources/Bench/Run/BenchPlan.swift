import Chamber
package import CommandLine
package import Plant
import SwitchCore

/// A scenario that is to be run, and why it may not be.
package struct BenchPlan: Sendable {
    /// The file's path, as the user named it.
    package let path: String
    /// The lines of the file.
    package let scenario: Scenario
    /// Why this bench cannot run it; `nil` where it can.
    package let skipped: String?

    /// The file's name without its folder and ending.
    package var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".scenario") ? String(file.dropLast(9)) : file
    }

    /// Judges a scenario against a heater and the faults that can be made there. Throws where it would
    /// heat above the board's limit.
    package init(
        _ path: String,
        _ scenario: Scenario,
        on state: BenchState,
        faults: any FaultMaker
    ) throws(CommandFailure) {
        (self.path, self.scenario) = (path, scenario)
        var skipped: String?
        for entry in scenario.entries {
            try Self.checkLimit(entry, path, state)
            guard skipped == nil, let reason = Self.reason(against: entry, state, faults) else {
                continue
            }
            skipped = "line \(entry.line), \(entry.text): \(reason)"
        }
        self.skipped = skipped
    }

    private static func checkLimit(
        _ entry: Scenario.Entry,
        _ path: String,
        _ state: BenchState
    ) throws(CommandFailure) {
        guard case .wish(let wishes, _) = entry.action else { return }
        for wish in wishes {
            guard let target = wish.wantedTemperature, target.degrees > state.highestTarget else {
                continue
            }
            throw CommandFailure(
                .refused,
                "\(path):\(entry.line): \(entry.text): \(target.degrees.fixed(1)) °C is above this "
                    + "board's limit of \(state.highestTarget.fixed(1)) °C; nothing was heated. Lower "
                    + "the target in the scenario"
            )
        }
    }

    private static func reason(
        against entry: Scenario.Entry,
        _ state: BenchState,
        _ faults: any FaultMaker
    ) -> String? {
        switch entry.action {
        case .fault(.begin(let fault, _))
        where fault.name.hasPrefix("element_") && !state.element.isFitted:
            "this board has no element probe"
        case .fault(let order): faults.reason(against: order)
        case .wish(let wishes, _):
            wishes.allSatisfy(\.isForBenches)
                ? nil : "no bench asks a real heater for that: it would change lasting settings"
        case .bed: "only a simulation can play the printer's bed"
        case .door, .contact: "only a simulation can move a contact"
        case .room: "only a simulation can change the room's temperature"
        case .expect(.elementBelow), .when(.elementAbove, _), .when(.elementBelow, _):
            state.element.isFitted ? nil : "this board has no element probe"
        case .expect, .when, .end: nil
        }
    }
}

extension Wish {
    /// The temperature that the wish asks for.
    fileprivate var wantedTemperature: Celsius? {
        switch self {
        case .setTarget(let target), .heat(let target), .soak(let target), .dry(let target, _):
            target
        case _: nil
        }
    }

    /// A bench may send it: it heats, turns off, or clears, and changes nothing that outlasts the run.
    fileprivate var isForBenches: Bool {
        switch self {
        case .setPower, .setMode, .setTarget, .heat, .soak, .dry, .dryPreset, .startDrying,
            .stopDrying, .skipSoak, .calibrate, .stopCalibration, .clearLatch, .renewLease:
            true
        case _: false
        }
    }
}
