import JSON
import Surroundings
import SwitchCore
import WebSocket

/// OctoPrint's REST interface (docs.octoprint.org, "REST API": printer and job operations).
enum OctoPrint {
    static func reading(of object: JSONObject) throws(WebDialect.Misreading) -> WebReading {
        guard let state = object["state"]?.object, let flags = state["flags"]?.object else {
            throw .stranger("its answer has no state")
        }
        func isSet(_ name: String) -> Bool { flags[name]?.bool == true }
        var reading = WebReading()
        let isPaused = isSet("paused") || isSet("pausing")
        // What is cancelled or has failed still counts as printing in OctoPrint's own flags.
        let isOver = isSet("cancelling") || isSet("error") || isSet("closedOrError")
        if !isOver, isPaused {
            reading.state = .paused
        } else if !isOver, isSet("printing") || isSet("resuming") {
            reading.state = .printing
        } else if isSet("error") || isSet("closedOrError") {
            reading.state = .failed
        }
        reading.activity = activity(reading, state)
        let temperatures = object["temperature"]?.object
        let bed = temperatures?["bed"]?.object
        reading.bedTarget = bed?.temperature("target")
        reading.bed = bed?.temperature("actual")
        reading.chamber = temperatures?["chamber"]?.object?.temperature("actual")
        return reading
    }

    private static func activity(_ reading: WebReading, _ state: JSONObject) -> String {
        if reading.state == .paused { return "paused" }
        if reading.isPrinting { return "printing" }
        return String((state["text"]?.string ?? "").prefix(32)).lowercased()
    }

    static func add(job object: JSONObject, to reading: inout WebReading) {
        let file = object["job"]?.object?["file"]?.object
        reading.file = file?["display"]?.string ?? file?["name"]?.string ?? ""
        let progress = object["progress"]?.object
        if let percent = progress?["completion"]?.number, (0...100).contains(percent) {
            reading.progress = percent / 100
        }
        if let seconds = progress?["printTimeLeft"]?.number, (0...10_000_000).contains(seconds) {
            reading.remaining = .seconds(Int64(seconds))
        }
    }

    static func request(
        for command: PrinterCommand
    ) -> Result<WebRequest, WebDialect.Refusal> {
        switch command {
        case .pause: .success(job("pause", action: "pause"))
        case .resume: .success(job("pause", action: "resume"))
        case .stop: .success(job("cancel"))
        case .gcode(let line): .success(lines([line]))
        case .gcodeFile(let name):
            .success(
                WebRequest(
                    .post,
                    "/api/files/local/" + name.percentEncoded,
                    JSONWriter.object { json in
                        json.member("command", "select")
                        json.member("print", true)
                    }
                )
            )
        case .light, .setFilament:
            .failure(
                WebDialect.Refusal(
                    "OctoPrint knows no such command: send the line of G-code that does it"
                )
            )
        }
    }

    static func request(showing sentence: String) -> WebRequest {
        lines(["M117 Chamber heater: \(GCodeText.plain(sentence))"])
    }

    private static func job(_ command: String, action: String? = nil) -> WebRequest {
        WebRequest(
            .post,
            "/api/job",
            JSONWriter.object { json in
                json.member("command", command)
                if let action { json.member("action", action) }
            }
        )
    }

    private static func lines(_ lines: [String]) -> WebRequest {
        WebRequest(
            .post,
            "/api/printer/command",
            JSONWriter.object { json in
                json.array("commands") { list in
                    for line in lines { list.element(line) }
                }
            }
        )
    }
}

extension JSONObject {
    /// A temperature; `nil`: none, or no possible one.
    func temperature(_ key: String) -> Celsius? {
        self[key]?.number.flatMap(Celsius.init(untrusted:))
    }
}

extension String {
    /// As a part of a path (RFC 3986, section 2.3), with its slashes.
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                || "-._~/".utf8.contains(byte)
            if isPlain { return String(Character(Unicode.Scalar(byte))) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
