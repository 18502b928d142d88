import JSON
import Surroundings
import SwitchCore
import WebSocket

/// PrusaLink's interface, version 1 (its OpenAPI document, `/api/v1/status` and `/api/v1/job`).
enum PrusaLink {
    static func reading(of object: JSONObject) throws(WebDialect.Misreading) -> WebReading {
        guard let printer = object["printer"]?.object, let state = printer["state"]?.string else {
            throw .stranger("its answer has no state of a printer")
        }
        let job = object["job"]?.object
        var reading = WebReading()
        reading.job = job?["id"]?.wholeNumber
        reading.activity = String(state.prefix(32)).lowercased()
        reading.state =
            switch state {
            case "PRINTING": .printing
            case "PAUSED": .paused
            // It waits for a person within a print.
            case "ATTENTION" where reading.job != nil: .paused
            case "FINISHED": .finished
            case "STOPPED", "ERROR": .failed
            default: .idle
            }
        reading.bedTarget = printer.temperature("target_bed")
        reading.bed = printer.temperature("temp_bed")
        if let percent = job?["progress"]?.number, (0...100).contains(percent) {
            reading.progress = percent / 100
        }
        if let seconds = job?["time_remaining"]?.number, (0...10_000_000).contains(seconds) {
            reading.remaining = .seconds(Int64(seconds))
        }
        return reading
    }

    static func add(job object: JSONObject, to reading: inout WebReading) {
        // The job may have changed between the two questions.
        guard object["id"]?.wholeNumber == reading.job else { return }
        let file = object["file"]?.object
        reading.file = file?["display_name"]?.string ?? file?["name"]?.string ?? ""
    }

    static func request(
        for command: PrinterCommand,
        _ reading: WebReading
    ) -> Result<WebRequest, WebDialect.Refusal> {
        guard let job = reading.job else { return .failure(WebDialect.Refusal(other)) }
        switch command {
        case .pause: return .success(WebRequest(.put, "/api/v1/job/\(job)/pause"))
        case .resume: return .success(WebRequest(.put, "/api/v1/job/\(job)/resume"))
        case .stop: return .success(WebRequest(.delete, "/api/v1/job/\(job)"))
        case .light, .gcode, .gcodeFile, .setFilament:
            return .failure(WebDialect.Refusal(other))
        }
    }

    private static let other =
        "PrusaLink knows no such command: it pauses, resumes and stops a print, and the rest is done at the "
        + "printer"
}
