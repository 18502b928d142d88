import Chamber
import JSON
import Plant
import SwitchCore

extension BenchReport {
    /// The report as one JSON object.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("ok", isGood)
            json.member("heater", bench.heater)
            json.member("version", bench.version)
            json.member("faults_by", bench.faults)
            json.member("witness", bench.witness)
            json.array("runs") { list in
                for run in earlier { list.element(.object(run)) }
                for result in results { list.object { Self.write(result, to: &$0) } }
            }
        }
    }

    private static func write(_ result: BenchResult, to json: inout JSONWriter) {
        json.member("scenario", result.plan.name)
        json.member("path", result.plan.path)
        json.member("attempt", result.attempt)
        json.member("outcome", result.outcome.word)
        switch result.outcome {
        case .passed: break
        case .failed(let missed):
            json.array("missed") { list in
                for one in missed {
                    list.object { object in
                        object.member("line", one.line)
                        object.member("text", one.text)
                        object.member("reason", one.reason)
                    }
                }
            }
        case .skipped(let reason), .broken(let reason): json.member("reason", reason)
        }
        json.object("seen") { write(result.account, to: &$0) }
        if let simulated = result.simulated {
            json.object("simulated") { write(simulated, to: &$0) }
        } else {
            json.null("simulated")
        }
        json.object("curve") { write(result.curve, to: &$0) }
    }

    private static func write(_ account: RunAccount, to json: inout JSONWriter) {
        json.member("length_s", account.length.inSeconds, decimals: 1)
        for figure in account.figures { json.member(figure.key, figure.value, decimals: 3) }
        json.array("faults") { list in
            for fault in account.faults {
                list.object { object in
                    object.member("fault", fault.name)
                    object.member("line", fault.entry.line)
                    object.member("at_s", fault.at.inSeconds, decimals: 1)
                    object.member("code", fault.code?.word)
                    object.member("latched_s", fault.latched?.inSeconds, decimals: 1)
                    object.member("off_s", fault.off?.inSeconds, decimals: 1)
                    object.member("witness_off_s", fault.witnessOff?.inSeconds, decimals: 1)
                }
            }
        }
    }

    private static func write(_ curve: [BenchSample], to json: inout JSONWriter) {
        json.array("columns") { list in
            for name in ["elapsed_s", "chamber_c", "element_c", "set_point_c", "duty"] {
                list.element(name)
            }
        }
        json.array("rows") { list in
            for sample in curve {
                list.array { row in
                    row.element(sample.seen.elapsed.inSeconds, decimals: 1)
                    row.element(sample.seen.chamber, decimals: 2)
                    row.element(sample.seen.element, decimals: 2)
                    row.element(sample.setPoint, decimals: 1)
                    row.element(sample.duty, decimals: 3)
                }
            }
        }
    }
}

extension RunAccount {
    /// A number that tells how good a run was.
    package struct Figure: Sendable {
        /// In JSON and in a file of limits.
        package let key: String
        /// For a person.
        package let title: String
        let unit: String
        /// `nil`: not measured.
        package let value: Double?
    }

    /// The figures of the run; less is better, in each.
    package var figures: [Figure] {
        [
            Figure(
                key: "warm_up_s",
                title: "Within 1 °C after",
                unit: "s",
                value: warmUp?.inSeconds
            ),
            Figure(key: "overshoot_k", title: "Overshoot", unit: "K", value: overshoot),
            Figure(key: "hold_rms_k", title: "Hold, RMS", unit: "K", value: holdRMS),
            Figure(
                key: "chamber_highest_c",
                title: "Chamber, highest",
                unit: "°C",
                value: chamberHighest
            ),
            Figure(
                key: "element_highest_c",
                title: "Element, highest",
                unit: "°C",
                value: elementHighest
            ),
        ]
    }
}
