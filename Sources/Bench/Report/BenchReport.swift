import Chamber
package import CommandLine
import JSON
import Plant
import Studio
import SwitchCore
import System

/// The report of a bench's runs: JUnit XML for a build server, JSON for a program, and for a person one
/// Markdown page with curves for each scenario.
package struct BenchReport {
    /// What the runs were made on.
    package struct Bench: Sendable {
        /// The service's address or identity.
        package let heater: String
        /// The service's version.
        package let version: String
        /// What made the faults.
        package let faults: String
        /// The witness; `nil`: none.
        package let witness: String?

        /// What the runs were made on.
        package init(heater: String, version: String, faults: String, witness: String?) {
            (self.heater, self.version) = (heater, version)
            (self.faults, self.witness) = (faults, witness)
        }
    }

    let bench: Bench
    let results: [BenchResult]
    /// Runs of a bench that this one goes on from.
    let earlier: [JSONObject]

    /// `stored`: the report of a bench that this one goes on from.
    package init(_ bench: Bench, _ results: [BenchResult], after stored: StoredReport? = nil) {
        (self.bench, self.results) = (bench, results)
        earlier = stored?.runs ?? []
    }

    /// Makes the folder and proves that a report can be written into it, before anything heats.
    package static func prepare(_ folder: String) throws(CommandFailure) {
        do throws(SystemError) {
            try Directory.makeAll(folder, mode: 0o755)
            try Directory.fill(folder, with: [(".writable", [])], mode: 0o644)
            _ = try File.remove(folder + "/.writable")
        } catch {
            throw CommandFailure(
                .unavailable,
                "hearth bench: the report cannot be written, so nothing was heated: "
                    + error.description
            )
        }
    }

    /// Writes all files of the report.
    package func write(to folder: String) throws(CommandFailure) {
        var files: [(name: String, bytes: [UInt8])] = [
            ("report.xml", Array(junit.utf8)),
            ("report.json", json),
        ]
        for page in pages {
            files.append((page.name + ".md", Array(page.text.utf8)))
            files += page.curves.map { ($0.name, Array($0.svg.utf8)) }
        }
        do throws(SystemError) {
            try Directory.fill(folder, with: files, mode: 0o644)
        } catch {
            throw CommandFailure(
                .unavailable,
                "hearth bench: the run has ended, and its heat with it, but the report cannot be "
                    + "written: \(error.description)"
            )
        }
    }

    private var pages: [BenchPage] {
        var names: [String] = []
        for result in results where !names.contains(result.plan.name) {
            names.append(result.plan.name)
        }
        return names.map { name in
            BenchPage(name, results.filter { $0.plan.name == name }, bench)
        }
    }

    /// Every scenario ended as it expects, or was skipped.
    package var isGood: Bool { results.allSatisfy(\.isGood) }

    /// One line for each run, and its reasons.
    package var lines: [String] {
        var lines: [String] = []
        for result in results {
            let time = DurationText.exact(seconds: result.account.length.inSeconds)
            switch result.outcome {
            case .passed: lines.append("passed   \(result.name), \(time)")
            case .failed(let missed):
                lines.append("failed   \(result.name), \(time)")
                lines += missed.map { "         \($0.words(in: result.plan.path))" }
            case .skipped(let reason): lines.append("skipped  \(result.name): \(reason)")
            case .broken(let reason): lines.append("broken   \(result.name): \(reason)")
            }
            lines += result.account.faults.map { "         " + $0.words }
        }
        return lines
    }
}

extension BenchMiss {
    /// Place, text and reason.
    func words(in path: String) -> String {
        "\(path):\(line.map { "\($0):" } ?? "") missed: \(text): \(reason)"
    }
}

extension RunAccount.FaultTimes {
    /// As in "element_open: latched after 0.4 s (safety.…), off after 0.4 s, by the witness 0.6 s".
    var words: String {
        var parts: [String] = []
        if let code, let latched {
            parts.append("latched after \(Self.text(latched)) (\(code.word))")
        }
        parts.append(off.map { "off after \(Self.text($0))" } ?? "not turned off")
        if let witnessOff { parts.append("by the witness \(Self.text(witnessOff))") }
        return "\(name): " + parts.joined(separator: ", ")
    }

    /// As in "1.2 s".
    static func text(_ time: Duration) -> String { time.inSeconds.fixed(1) + " s" }
}
