import Glibc
import JSON

/// One command's talk with the daemon about printers: a wish, then a look until something came of it.
struct PrinterConversation {
    private let client: DaemonClient

    /// How often the daemon is asked how far it is.
    private static let lookMicroseconds: useconds_t = 250_000
    private static let looksPerSecond = 4

    init(_ arguments: Arguments) throws(CommandFailure) {
        client = try DaemonClient(arguments)
    }

    /// Posts a wish about the printer.
    func wish(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try client.wish(to: "/api/v1/device", write)
    }

    /// The printer's part of the state at present, and the whole as it came.
    func look() throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        let state = try client.get("/api/v1/state").object
        return (PrinterReportLines(state), state)
    }

    /// Looks until `isDone`, at most this long; what it saw last.
    func wait(
        seconds: Int,
        until isDone: (PrinterReportLines, JSONObject) -> Bool
    ) throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        for _ in 0..<seconds * Self.looksPerSecond {
            let (lines, state) = try look()
            if isDone(lines, state) { return (lines, state) }
            usleep(Self.lookMicroseconds)
        }
        return try look()
    }
}

extension JSONObject {
    /// The printer's part of the daemon's state.
    var printer: JSONObject? { self["device"]?.object?["printer"]?.object }
}
