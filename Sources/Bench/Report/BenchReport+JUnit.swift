import Chamber
import JSON
import Plant
import Studio
import SwitchCore

extension BenchReport {
    /// The report as JUnit XML: one test case for each run.
    var junit: String {
        let outcomes = earlier.map { $0["outcome"]?.string ?? "" } + results.map(\.outcome.word)
        let failures = outcomes.count { $0 == "failed" }
        let errors = outcomes.count { $0 == "broken" }
        let skipped = outcomes.count { $0 == "skipped" }
        let time = results.reduce(0) { $0 + $1.account.length.inSeconds }
        let suite =
            "name=\"hearth bench\" tests=\"\(earlier.count + results.count)\" failures=\"\(failures)\" "
            + "errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"\(time.fixed(1))\""
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
        lines.append("<testsuite \(suite) hostname=\"\(Self.attribute(bench.heater))\">")
        for run in earlier { lines += Self.testCase(run) }
        for result in results { lines += Self.testCase(result) }
        lines += ["</testsuite>", "</testsuites>"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A run of an earlier report: its outcome alone.
    private static func testCase(_ run: JSONObject) -> [String] {
        let name = "\(run["scenario"]?.string ?? "") (earlier, \(run["attempt"]?.wholeNumber ?? 1))"
        let head = "<testcase classname=\"earlier\" name=\"\(attribute(name))\">"
        let outcome: [String] =
            switch run["outcome"]?.string {
            case "failed": ["<failure message=\"failed in an earlier report\"/>"]
            case "broken":
                ["<error message=\"\(attribute(run["reason"]?.string ?? ""))\"/>"]
            case "skipped":
                ["<skipped message=\"\(attribute(run["reason"]?.string ?? ""))\"/>"]
            case _: []
            }
        return [head] + outcome + ["</testcase>"]
    }

    private static func testCase(_ result: BenchResult) -> [String] {
        let head =
            "<testcase classname=\"\(attribute(result.plan.folder))\" "
            + "name=\"\(attribute(result.name))\" time=\"\(result.account.length.inSeconds.fixed(1))\">"
        return [head] + outcome(of: result) + output(of: result) + ["</testcase>"]
    }

    private static func outcome(of result: BenchResult) -> [String] {
        switch result.outcome {
        case .passed: []
        case .failed(let missed):
            missed.map { one in
                "<failure message=\"\(attribute(one.text + ": " + one.reason))\">"
                    + "\(PlotFrame.escaped(one.words(in: result.plan.path)))</failure>"
            }
        case .skipped(let reason): ["<skipped message=\"\(attribute(reason))\"/>"]
        case .broken(let reason): ["<error message=\"\(attribute(reason))\"/>"]
        }
    }

    private static func output(of result: BenchResult) -> [String] {
        let words = result.account.faults.map(\.words)
        guard !words.isEmpty else { return [] }
        return ["<system-out>\(PlotFrame.escaped(words.joined(separator: "\n")))</system-out>"]
    }

    private static func attribute(_ text: String) -> String {
        // XML 1.0 has no way to write most control characters.
        let printable = text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) }
        return PlotFrame.escaped(String(printable)).split(
            separator: "\"",
            omittingEmptySubsequences: false
        ).joined(separator: "&quot;")
    }
}

extension BenchPlan {
    /// The name of the folder that the scenario is in: the set.
    var folder: String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[parts.count - 2]) : "scenarios"
    }
}
