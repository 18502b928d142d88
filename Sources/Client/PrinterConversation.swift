package import CommandLine
package import JSON

/// One command's talk with the daemon about printers: a wish, then the state until it is fulfilled.
package struct PrinterConversation {
    private let client: DaemonClient

    package init(_ client: DaemonClient) {
        self.client = client
    }

    /// Posts a wish about the printer.
    package func wish(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        try client.deviceWish(write)
    }

    /// The printer's part of the state now, and the whole state.
    package func read() throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        let state = try client.state()
        return (PrinterReportLines(state), state)
    }

    /// Waits until `isDone`, for at most so many seconds; the last state.
    package func wait(
        seconds: Int,
        until isDone: (PrinterReportLines, JSONObject) -> Bool
    ) throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        let state = try client.state(within: seconds) { isDone(PrinterReportLines($0), $0) }.state
        return (PrinterReportLines(state), state)
    }
}
