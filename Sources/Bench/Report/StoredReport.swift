import Chamber
package import CommandLine
import JSON
import SwitchCore
import System

/// An earlier `report.json`: what newer runs are compared with, and what a resumed bench goes on from.
package struct StoredReport: Sendable {
    /// In bytes: months of cycles.
    private static let largest = 64 * 1024 * 1024
    /// More than this share above the stored median is worse.
    private static let tolerance = 0.25

    private let path: String
    /// As they were written.
    let runs: [JSONObject]

    /// The report in a file.
    package static func load(_ path: String) throws(CommandFailure) -> StoredReport {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, largest)
        } catch {
            throw error.commandFailure
        }
        var runs: [JSONObject]?
        do throws(JSONError) {
            if case .array(let values)? = try JSONValue(parsing: bytes).object?["runs"] {
                runs = values.compactMap(\.object)
            }
        } catch {
            throw CommandFailure(.misconfigured, "\(path): is no report: \(error.description)")
        }
        guard let runs else {
            throw CommandFailure(
                .misconfigured,
                "\(path): is no report of hearth bench: it has no list of runs"
            )
        }
        return StoredReport(path: path, runs: runs)
    }

    /// How often a scenario was run to its end.
    package func count(of scenario: String) -> Int {
        runs.count {
            $0["scenario"]?.string == scenario && $0["outcome"]?.string != "broken"
        }
    }

    /// Each figure, and each fault's time to off, that is worse than the stored median.
    package func misses(of result: BenchResult) -> [BenchMiss] {
        let stored = runs.filter {
            $0["scenario"]?.string == result.plan.name && $0["outcome"]?.string == "passed"
        }.compactMap { $0["seen"]?.object }
        guard !stored.isEmpty else {
            return [
                BenchMiss(
                    line: nil,
                    text: "a stored run of \(result.plan.name) in \(path)",
                    reason: "it has none that passed; store a report of this scenario first"
                )
            ]
        }
        var misses: [BenchMiss] = []
        for figure in result.account.figures {
            let before = stored.compactMap { $0[figure.key]?.number }
            misses += miss(figure.title, figure.unit, figure.value, before, figure.noise)
        }
        for (index, fault) in result.account.faults.enumerated() {
            let before = stored.compactMap { seen -> Double? in
                guard case .array(let faults)? = seen["faults"], index < faults.count else {
                    return nil
                }
                return faults[index].object?["off_s"]?.number
            }
            misses += miss("off after \(fault.name)", "s", fault.off?.inSeconds, before, 0.5)
        }
        return misses
    }

    private func miss(
        _ title: String,
        _ unit: String,
        _ value: Double?,
        _ before: [Double],
        _ noise: Double
    ) -> [BenchMiss] {
        guard !before.isEmpty else { return [] }
        let median = before.sorted()[before.count / 2]
        let text = "\(title) as in \(path), \(median.fixed(2)) \(unit)"
        guard let value else { return [BenchMiss(line: nil, text: text, reason: "not measured")] }
        let limit = max(median + noise, median * (1 + Self.tolerance))
        guard value > limit else { return [] }
        return [BenchMiss(line: nil, text: text, reason: "it was \(value.fixed(2)) \(unit)")]
    }
}

extension RunAccount.Figure {
    /// A difference that says nothing, in the figure's unit.
    fileprivate var noise: Double {
        switch unit {
        case "s": 5
        case "K": 0.3
        case _: 2
        }
    }
}
