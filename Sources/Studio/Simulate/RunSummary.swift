import Chamber
import CommandLine
import Dialects
import JSON
package import Plant
import SwitchCore

/// The result of a simulated run, for a person and for a program.
package struct RunSummary {
    private let score: RunScore
    private let missed: [Scenario.Missed]
    /// The scenario file as the user named it.
    private let scenario: String

    package init(of score: RunScore, missed: [Scenario.Missed], scenario: String) {
        self.score = score
        self.missed = missed
        self.scenario = scenario
    }

    /// A few lines for a person, without the missed expectations, which go to standard error.
    package var lines: [String] {
        var rows: [(String, String)] = []
        if let main = score.mainSegment {
            let count = score.segments.count
            let which = count > 1 ? " (longest of \(count) stretches)" : ""
            rows.append(("Set point", "\(main.setPoint.degrees.fixed(1)) °C\(which)"))
            rows.append(("Overshoot", "\(main.overshootKelvin.fixed(2)) °C"))
            rows.append(
                ("Within 1 °C after", main.timeToReach.map(Self.time) ?? "never")
            )
            if let rms = main.holdRMSKelvin, let span = main.holdPeakToPeakKelvin {
                rows.append(("Hold", "RMS \(rms.fixed(3)) °C, peak to peak \(span.fixed(3)) °C"))
            }
        } else {
            rows.append(("Set point", "none"))
        }
        rows.append(("Chamber, highest", "\(score.airHighest.fixed(1)) °C"))
        let folded = score.foldbacks > 0 ? ", folded back \(score.foldbacks) times" : ""
        rows.append(("Element, highest", "\(score.elementHighest.fixed(1)) °C\(folded)"))
        rows.append(("Switchings", "\(score.switchingsPerHour.fixed(0)) an hour of heating"))
        rows.append(("Energy", "\((score.energyJoules / 3600).fixed(1)) Wh"))
        rows.append(("Faults", score.faults.isEmpty ? "none" : "\(score.faults.count)"))
        var lines = ["\(scenario): simulated \(Self.time(score.length))"]
        lines += TextColumns.lines(rows, width: 20)
        for fault in score.faults {
            let code = fault.record.code
            lines.append("    at \(Self.time(fault.at)): \(code.rule.title) (\(code.word))")
        }
        return lines
    }

    /// One line for each missed expectation: its place, its text, and what happened instead.
    package var complaints: [String] {
        missed.map { "\(scenario):\($0.line): missed: \($0.text): \($0.reason)" }
    }

    /// The result as a JSON object; an unknown value is `null`.
    package var json: String {
        let main = score.mainSegment
        let bytes = JSONWriter.object { writer in
            writer.member("scenario", scenario)
            writer.member("ok", missed.isEmpty)
            writer.member("simulated_s", score.length.inSeconds, decimals: 1)
            writer.member("set_point_c", main?.setPoint.degrees, decimals: 2)
            Self.write(main, to: &writer)
            writer.member("chamber_highest_c", score.airHighest, decimals: 3)
            writer.member("element_highest_c", score.elementHighest, decimals: 3)
            writer.member("switchings", score.switchings)
            writer.member("switchings_per_h", score.switchingsPerHour, decimals: 1)
            writer.member("heating_s", score.heatingTime.inSeconds, decimals: 1)
            writer.member("energy_wh", score.energyJoules / 3600, decimals: 3)
            writer.member("foldbacks", score.foldbacks)
            writer.array("segments") { list in
                for segment in score.segments {
                    list.object { object in
                        object.member("set_point_c", segment.setPoint.degrees, decimals: 2)
                        object.member("began_s", segment.began.inSeconds, decimals: 1)
                        object.member("ended_s", segment.ended.inSeconds, decimals: 1)
                        Self.write(segment, to: &object)
                    }
                }
            }
            writer.array("faults") { list in
                for fault in score.faults {
                    list.object { object in
                        object.member("at_s", fault.at.inSeconds, decimals: 1)
                        object.member("code", fault.record.code.word)
                        object.member("value", fault.record.value, decimals: 3)
                        object.member("limit", fault.record.limit, decimals: 3)
                    }
                }
            }
            writer.array("missed") { list in
                for one in missed {
                    list.object { object in
                        object.member("line", one.line)
                        object.member("text", one.text)
                        object.member("reason", one.reason)
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes how well one stretch was regulated.
    private static func write(_ segment: RunScore.Segment?, to writer: inout JSONWriter) {
        writer.member("overshoot_k", segment?.overshootKelvin, decimals: 4)
        writer.member("time_to_reach_s", segment?.timeToReach?.inSeconds, decimals: 1)
        writer.member("hold_rms_k", segment?.holdRMSKelvin, decimals: 4)
        writer.member("hold_peak_to_peak_k", segment?.holdPeakToPeakKelvin, decimals: 4)
    }

    private static func time(_ duration: Duration) -> String {
        DurationText.exact(seconds: duration.inSeconds)
    }
}
