import Chamber
import CommandLine
import Dialects
import JSON
import Studio
import SwitchCore

/// A self-test's result: for a person, for a program, and as a picture.
package struct SelfTestReport {
    private let board: String
    private let run: SelfTestRun
    private let idle: [IdleCheck]

    /// - Parameter idle: what was found of the lines before anything drove them.
    package init(_ run: SelfTestRun, board: String, idle: [IdleCheck]) {
        self.run = run
        self.board = board
        self.idle = idle
    }

    /// A line for each check, with what to do where it failed.
    package var lines: [String] {
        let findings = run.test.findings.map { finding in
            let advice = finding.remedy.map { "; \($0)" } ?? ""
            return finding.verdict.word.padded(to: 9) + finding.check.word.padded(to: 9)
                + finding.text + advice
        }
        let idleLevels = idle.map { check in
            check.verdict.word.padded(to: 9) + "idle".padded(to: 9) + check.text
        }
        let failures = run.test.findings.filter { $0.verdict == .failed }.count
        let heated = "heated for \(run.test.heated.inSeconds.fixed(0)) s"
        return idleLevels + findings + [
            failures == 0 ? "Passed; \(heated)." : "Failed in \(failures) of its checks; \(heated)."
        ]
    }

    /// The same with the curves.
    package var json: String {
        let bytes = JSONWriter.object { writer in
            writer.member("board", board)
            writer.member("version", ProgramVersion.number)
            writer.member("ok", run.test.hasPassed)
            writer.member("heated_s", run.test.heated.inSeconds, decimals: 1)
            writer.array("findings") { list in
                for check in idle {
                    list.object { object in
                        object.member("check", "idle")
                        object.member("verdict", check.verdict.word)
                        object.member("text", check.text)
                    }
                }
                for finding in run.test.findings {
                    list.object { object in
                        object.member("check", finding.check.word)
                        object.member("verdict", finding.verdict.word)
                        object.member("text", finding.text)
                        if let remedy = finding.remedy { object.member("advice", remedy) }
                    }
                }
            }
            writer.object("curve") { Self.write(run.samples, to: &$0) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ samples: [SelfTestRun.Sample], to writer: inout JSONWriter) {
        writer.array("columns") { list in
            for column in [
                "time_s", "phase", "chamber_c", "chamber_second_c", "element_c", "heater", "fan",
            ] { list.element(column) }
        }
        writer.array("rows") { rows in
            for sample in samples {
                rows.array { row in
                    row.element(sample.seconds, decimals: 1)
                    row.element(sample.phase.word)
                    row.element(sample.degrees.chamber, decimals: 2)
                    row.element(sample.degrees.chamberSecond, decimals: 2)
                    row.element(sample.degrees.element, decimals: 2)
                    row.element(sample.isHeaterOn ? 1 : 0)
                    row.element(sample.isFanOn ? 1 : 0)
                }
            }
        }
    }

    /// The curves: temperatures above, the lines below.
    package var svg: String {
        let samples = run.samples
        let end = max(samples.last?.seconds ?? 1, 1)
        let all = samples.flatMap { sample in
            [sample.degrees.chamber, sample.degrees.chamberSecond, sample.degrees.element]
                .compactMap(\.self)
        }
        let lowest = ((all.min() ?? 0) / 10).rounded(.down) * 10
        let highest = ((all.max() ?? 50) / 10).rounded(.up) * 10 + 10
        let temperatures = PlotFrame(x: 0...end, y: lowest...highest, top: 40, bottom: 400)
        let lines = PlotFrame(x: 0...end, y: 0...1, top: 430, bottom: 520)
        var parts = [
            PlotFrame.head(title: "Self-test of \(board)")
        ]
        parts += temperatures.grid(unit: "°C", step: 10) + lines.timeMarks()
        for (index, sample) in samples.enumerated().dropFirst()
        where sample.phase != samples[index - 1].phase && sample.phase != .ended {
            let x = temperatures.column(sample.seconds)
            parts.append("<path d=\"M\(x) 40V520\" stroke=\"#bbb\" stroke-dasharray=\"3 4\"/>")
            parts.append(
                "<text x=\"\(x)\" y=\"416\" fill=\"#777\">"
                    + "\(sample.phase.word.map { $0 == "_" ? " " : String($0) }.joined())</text>"
            )
        }
        let curves: [(String, String, [(seconds: Double, value: Double?)])] = [
            ("chamber", "#1565c0", samples.map { ($0.seconds, $0.degrees.chamber) }),
            ("second", "#00838f", samples.map { ($0.seconds, $0.degrees.chamberSecond) }),
            ("element", "#ef6c00", samples.map { ($0.seconds, $0.degrees.element) }),
        ]
        let shown = curves.filter { $0.2.contains { $0.value != nil } }
        for (_, colour, points) in shown { parts.append(temperatures.curve(points, colour)) }
        // Both lines in one frame: the heater in its upper half, the blower in its lower one.
        parts.append(
            lines.curve(samples.map { ($0.seconds, $0.isHeaterOn ? 0.95 : 0.55) }, "#c62828")
        )
        parts.append(lines.curve(samples.map { ($0.seconds, $0.isFanOn ? 0.45 : 0.05) }, "#476a8a"))
        let legend =
            shown.map { ($0.0, $0.1) } + [("heater's line", "#c62828"), ("blower", "#476a8a")]
        for (index, (name, colour)) in legend.enumerated() {
            parts.append(
                "<text x=\"\(540 + 90 * index)\" y=\"24\" fill=\"\(colour)\">\(name)</text>"
            )
        }
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }
}
