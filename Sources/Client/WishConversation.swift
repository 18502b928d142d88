package import CommandLine
package import JSON

/// The result of a wish.
package struct WishResult {
    private let word: String

    /// `answer` is the answer to `POST /api/v1/wish` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        word = answer["result"]?.string ?? ""
    }

    /// Nothing had to change.
    package var isUnchanged: Bool { word == "unchanged" }

    /// A number was moved to the nearest one allowed.
    package var isClamped: Bool { word == "clamped" }
}

/// A command's exchange with the daemon: a wish or two, then the state after them.
package struct WishConversation {
    private let client: DaemonClient
    private let console: Console
    private let isForPrograms: Bool

    /// `isForPrograms`: answers are printed as they come, in JSON.
    package init(_ client: DaemonClient, _ console: Console, isForPrograms: Bool) {
        self.client = client
        self.console = console
        self.isForPrograms = isForPrograms
    }

    /// The daemon's state.
    package func state() throws(CommandFailure) -> JSONObject {
        try client.state()
    }

    /// Sends the wish that `write` puts into the body, without output.
    package func send(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try client.wish(write)
    }

    /// Sends the wish and prints the answer: unchanged for a program, else `report`'s lines about
    /// the result and the state after it.
    package func ask(
        _ write: (inout JSONWriter) -> Void,
        report: (WishResult, JSONObject) -> [String]
    ) throws(CommandFailure) -> ExitCode {
        let answer = try client.wish(write)
        guard !isForPrograms else {
            console.line(answer.text)
            return .done
        }
        for line in report(WishResult(answer.object), try state()) { console.line(line) }
        return .done
    }
}
