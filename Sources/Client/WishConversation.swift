package import CommandLine
package import JSON

/// What a wish came to.
package struct WishResult {
    private let word: String

    /// `answer` is the answer to `POST /api/v1/wish` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        word = answer["result"]?.string ?? ""
    }

    /// Everything was as wished before.
    package var isUnchanged: Bool { word == "unchanged" }

    /// A number was moved to the nearest one allowed.
    package var isClamped: Bool { word == "clamped" }
}

/// One command's talk with the daemon: a wish or two, then the state that came of them.
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

    /// Sends the wish that `write` puts into the body, without a word to the user.
    package func send(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try client.wish(write)
    }

    /// Sends the wish, and prints the answer: as it came for a program, else what `report` makes of
    /// the result and of the state after it.
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
