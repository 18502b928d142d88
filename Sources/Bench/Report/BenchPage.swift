import Chamber
import Plant
import Studio
import SwitchCore

/// The Markdown page of one scenario: what was expected, what was seen, and the curves of each run.
struct BenchPage {
    /// The scenario's name, and the page's without its ending.
    let name: String
    private let results: [BenchResult]
    private let bench: BenchReport.Bench

    init(_ name: String, _ results: [BenchResult], _ bench: BenchReport.Bench) {
        (self.name, self.results, self.bench) = (name, results, bench)
    }

    /// The pictures, by the names of their files.
    var curves: [(name: String, svg: String)] {
        results.filter { !$0.curve.isEmpty }.map { result in
            var plot = RunPlot(
                title: "\(result.name) on \(bench.heater)",
                scenario: result.plan.scenario
            )
            for sample in result.curve {
                plot.add(sample.seen, setPoint: sample.setPoint, duty: sample.duty)
            }
            for fault in result.account.latched { plot.addFault(fault.code, at: fault.at) }
            plot.place(result.partStarts)
            return (Self.picture(result), plot.svg)
        }
    }

    private static func picture(_ result: BenchResult) -> String {
        result.attempts > 1
            ? "\(result.plan.name)-\(result.attempt).svg" : "\(result.plan.name).svg"
    }

    /// The page.
    var text: String {
        var lines = ["# \(name)", ""]
        lines.append(
            "On \(bench.heater), Hearth \(bench.version). Faults are made by \(bench.faults); "
                + (bench.witness.map { "the witness is \($0)." } ?? "there is no witness.")
        )
        for result in results { lines += run(result) }
        if results.count > 1 { lines += spread }
        lines += ["", "## The scenario", "", "```text"]
        lines += results.first?.plan.scenario.linesOfText ?? []
        lines += ["```", ""]
        return lines.joined(separator: "\n")
    }

    private func run(_ result: BenchResult) -> [String] {
        var lines = ["", "## \(result.name)", ""]
        switch result.outcome {
        case .passed:
            lines.append("Passed: everything that the scenario expects came true.")
        case .failed(let missed):
            lines.append("Failed:")
            lines.append("")
            lines += missed.map { miss in
                "- \(miss.line.map { "line \($0), " } ?? "")`\(miss.text)`: \(miss.reason)"
            }
        case .skipped(let reason):
            return lines + ["Skipped: \(reason)."]
        case .broken(let reason):
            lines.append("Not carried to its end, and the heater turned off: \(reason).")
        }
        lines += figures(result)
        if !result.account.faults.isEmpty { lines += faults(result) }
        if !result.curve.isEmpty {
            lines += ["", "![Temperatures and duty](\(Self.picture(result)))"]
        }
        return lines
    }

    private func figures(_ result: BenchResult) -> [String] {
        let simulated = result.simulated?.figures
        var lines = ["", "| | seen | in the simulation |", "|---|---|---|"]
        for (index, figure) in result.account.figures.enumerated() {
            let other = simulated?[index].value
            lines.append(
                "| \(figure.title) | \(Self.number(figure.value, figure.unit)) "
                    + "| \(Self.number(other, figure.unit)) |"
            )
        }
        return lines
    }

    private func faults(_ result: BenchResult) -> [String] {
        var lines = [
            "",
            "| fault | latched | off, by Hearth | off, by the witness | off, in the simulation |",
            "|---|---|---|---|---|",
        ]
        for (index, fault) in result.account.faults.enumerated() {
            var simulated: RunAccount.FaultTimes?
            if let all = result.simulated?.faults, index < all.count { simulated = all[index] }
            lines.append(
                "| `\(fault.name)` | \(fault.code.map { "`\($0.word)`" } ?? "nothing") "
                    + "| \(Self.time(fault.off)) | \(Self.time(fault.witnessOff)) "
                    + "| \(Self.time(simulated?.off)) |"
            )
        }
        return lines
    }

    /// The times of all runs: fastest, median and slowest.
    private var spread: [String] {
        var lines = [
            "", "## All runs", "", "| fault | fastest | median | slowest |", "|---|---|---|---|",
        ]
        let names = results.first { !$0.account.faults.isEmpty }?.account.faults.map(\.name) ?? []
        for (index, name) in names.enumerated() {
            let times = results.compactMap { result in
                index < result.account.faults.count ? result.account.faults[index].off : nil
            }.sorted()
            guard let first = times.first, let last = times.last else { continue }
            lines.append(
                "| `\(name)` | \(Self.time(first)) | \(Self.time(times[times.count / 2])) "
                    + "| \(Self.time(last)) |"
            )
        }
        return lines
    }

    private static func time(_ time: Duration?) -> String {
        time.map { RunAccount.FaultTimes.text($0) } ?? "–"
    }

    private static func number(_ value: Double?, _ unit: String) -> String {
        value.map { "\($0.fixed(2)) \(unit)" } ?? "–"
    }
}

extension Scenario {
    /// The lines as they were written, without comments.
    fileprivate var linesOfText: [String] {
        var lines: [String] = []
        var last = 0
        for entry in entries where entry.line != last {
            last = entry.line
            lines.append(entry.text)
        }
        return lines
    }
}
