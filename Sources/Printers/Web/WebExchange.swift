import Surroundings
import SwitchCore
package import WebSocket

/// A request to a printer's host, below its prefix and without what shows who asks.
package struct WebRequest: Equatable, Sendable {
    /// As in HTTP.
    package let method: RequestHead.Method
    /// With the query.
    package let path: String
    /// JSON; empty: none.
    package let body: [UInt8]

    init(_ method: RequestHead.Method, _ path: String, _ body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.body = body
    }
}

/// What a request is about.
package enum WebQuestion: Equatable, Sendable {
    /// State and temperatures.
    case status
    /// What is printed.
    case job
    /// A command, by its ticket; `nil`: nobody waits for the answer.
    case command(ticket: Int?)
}

/// What came of a request.
package enum WebOutcome: Equatable, Sendable {
    /// `challenge`: the header `WWW-Authenticate`, where there is one.
    case reply(status: Int, challenge: String?, body: [UInt8])
    /// There was no answer: why, for people.
    case failed(HTTPClientError)
}

/// What a printer's host says of the printer.
struct WebReading: Equatable, Sendable {
    var state = PrintJob.State.idle
    /// In the host's own word, in lower case.
    var activity = ""
    var bedTarget: Celsius?
    var bed: Celsius?
    var chamber: Celsius?
    var file = ""
    var progress: Double?
    var remaining: Duration?
    /// The host's number of the job, where it has one.
    var job: Int?

    /// A print is under way.
    var isPrinting: Bool { state.isRunning }

    /// What mode auto goes by; these hosts say nothing of filaments.
    var print: PrintJob {
        var print = PrintJob()
        print.state = state
        print.bedTarget = bedTarget ?? Celsius(0)
        return print
    }

    /// The report for people.
    var shown: PrinterReport {
        var shown = PrinterReport()
        shown.activity = activity
        shown.file = file
        shown.bedTarget = bedTarget
        shown.bed = bed
        shown.chamber = chamber
        if isPrinting {
            shown.progress = progress
            shown.remaining = remaining
        }
        return shown
    }
}
