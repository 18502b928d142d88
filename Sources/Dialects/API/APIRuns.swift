import Chamber
import JSON
package import Surroundings

/// The heater's runs and their energy (`docs/api.md`).
package enum APIRuns {
    /// The JSON.
    package static func encoded(_ history: RunHistory) -> [UInt8] {
        JSONWriter.object { json in
            json.array("runs") { list in
                for run in history.runs { list.object { run.write(history.price, to: &$0) } }
            }
            json.object("today") { history.today.write(history.price, to: &$0) }
            json.object("month") { history.month.write(history.price, to: &$0) }
            json.member("price_per_kwh", history.price.perKilowattHour, decimals: 4)
            json.member("currency", history.price.currency)
        }
    }

    /// The runs as comma-separated values (RFC 4180), newest first, with times in UTC.
    package static func table(_ history: RunHistory) -> [UInt8] {
        let columns = [
            "id", "start", "end", "purpose", "target_c", "highest_c", "to_target_s", "held_s",
            "duration_s", "energy_wh", "cost", "ended",
        ]
        let lines = history.runs.map { recorded in
            let run = recorded.run
            let isOver = run.end != nil
            let values: [String] = [
                String(recorded.id), UTCTime.text(milliseconds: run.startMilliseconds),
                isOver ? UTCTime.text(milliseconds: run.endMilliseconds) : "",
                run.purpose.word, run.target?.fixed(1) ?? "", run.highestChamber?.fixed(2) ?? "",
                run.secondsToTarget?.fixed(0) ?? "", run.secondsHeld.fixed(0),
                run.seconds.fixed(0), run.wattHours?.fixed(2) ?? "",
                history.price.cost(ofWattHours: run.wattHours)?.fixed(4) ?? "",
                run.end?.word ?? "",
            ]
            return values.joined(separator: ",")
        }
        let text = ([columns.joined(separator: ",")] + lines).joined(separator: "\r\n") + "\r\n"
        return Array(text.utf8)
    }
}

extension RecordedRun {
    fileprivate func write(_ price: EnergyPrice, to json: inout JSONWriter) {
        json.member("id", id)
        json.member("start_ms", run.startMilliseconds)
        if run.end == nil {
            json.null("end_ms")
        } else {
            json.member("end_ms", run.endMilliseconds)
        }
        json.member("purpose", run.purpose.word)
        json.member("target_c", run.target, decimals: 1)
        json.member("highest_c", run.highestChamber, decimals: 2)
        json.member("to_target_s", run.secondsToTarget, decimals: 0)
        json.member("held_s", run.secondsHeld, decimals: 0)
        json.member("duration_s", run.seconds, decimals: 0)
        json.member("energy_wh", run.wattHours, decimals: 2)
        json.member("cost", price.cost(ofWattHours: run.wattHours), decimals: 4)
        json.member("ended", run.end?.word)
        json.member("text", run.end?.title)
    }
}

extension RunTotal {
    fileprivate func write(_ price: EnergyPrice, to json: inout JSONWriter) {
        json.member("since_ms", sinceMilliseconds)
        json.member("runs", count)
        json.member("duration_s", seconds, decimals: 0)
        json.member("energy_wh", wattHours, decimals: 2)
        json.member("cost", price.cost(ofWattHours: wattHours), decimals: 4)
    }
}
