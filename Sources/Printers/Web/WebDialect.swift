import JSON
import Surroundings
import WebSocket

/// What is asked of each kind of host, and what its answers mean.
package enum WebDialect: Equatable, Sendable {
    case octoPrint
    case prusaLink

    /// The host's program, for people.
    var title: String {
        switch self {
        case .octoPrint: "OctoPrint"
        case .prusaLink: "PrusaLink"
        }
    }

    /// Why an answer cannot be used.
    enum Misreading: Error, Equatable {
        /// The host is not what it should be; the sign of it.
        case stranger(String)
        /// The host answers, but the printer behind it does not: what, and what to do.
        case noPrinter(String)
    }

    /// What asks for state and temperatures.
    var statusRequest: WebRequest {
        switch self {
        case .octoPrint: WebRequest(.get, "/api/printer?exclude=sd")
        case .prusaLink: WebRequest(.get, "/api/v1/status")
        }
    }

    /// What asks for the job.
    var jobRequest: WebRequest {
        switch self {
        case .octoPrint: WebRequest(.get, "/api/job")
        case .prusaLink: WebRequest(.get, "/api/v1/job")
        }
    }

    /// Reads the answer about state and temperatures, whose status is 200.
    func reading(of body: [UInt8]) throws(Misreading) -> WebReading {
        let object = try object(in: body)
        switch self {
        case .octoPrint: return try OctoPrint.reading(of: object)
        case .prusaLink: return try PrusaLink.reading(of: object)
        }
    }

    /// Adds the answer about the job, whose status is 200.
    func add(job body: [UInt8], to reading: inout WebReading) throws(Misreading) {
        let object = try object(in: body)
        switch self {
        case .octoPrint: OctoPrint.add(job: object, to: &reading)
        case .prusaLink: PrusaLink.add(job: object, to: &reading)
        }
    }

    /// What carries out a command, or why nothing does.
    func request(for command: PrinterCommand, _ reading: WebReading) -> Result<WebRequest, Refusal>
    {
        if let obstacle = reading.obstacle(to: command) { return .failure(Refusal(obstacle)) }
        switch self {
        case .octoPrint: return OctoPrint.request(for: command)
        case .prusaLink: return PrusaLink.request(for: command, reading)
        }
    }

    /// What shows a sentence on the printer's display; `nil`: nothing does.
    func request(showing sentence: String) -> WebRequest? {
        switch self {
        case .octoPrint: OctoPrint.request(showing: sentence)
        case .prusaLink: nil
        }
    }

    /// Why a command is not carried out, for people.
    struct Refusal: Error, Equatable {
        let words: String

        init(_ words: String) {
            self.words = words
        }
    }

    private func object(in body: [UInt8]) throws(Misreading) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw .stranger("its answer is no JSON")
        }
        guard let object = value.object else { throw .stranger("its answer is no object") }
        return object
    }
}

extension WebReading {
    /// Why the printer cannot carry out a command now; `nil`: it can.
    fileprivate func obstacle(to command: PrinterCommand) -> String? {
        switch command {
        case .pause where !isPrinting: "nothing is being printed"
        case .resume where state != .paused: "no print is paused"
        case .stop where !isPrinting: "nothing is being printed"
        case .gcodeFile where isPrinting: "a print is under way"
        case .pause, .resume, .stop, .light, .gcode, .gcodeFile, .setFilament: nil
        }
    }
}
