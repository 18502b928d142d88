import Dialects
import JSON

/// What a wish came to.
struct WishResult {
    private let word: String

    init(_ answer: JSONObject) {
        word = answer["result"]?.string ?? ""
    }

    /// It was so already.
    var isUnchanged: Bool { word == "unchanged" }

    /// A number was moved to the nearest one allowed.
    var isClamped: Bool { word == "clamped" }
}

/// One command's talk with the daemon: a wish or two, then the state that came of them.
struct WishConversation {
    private let client: DaemonClient
    private let console: Console
    private let isForPrograms: Bool

    init(_ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        client = try DaemonClient(arguments)
        self.console = console
        isForPrograms = arguments.has(.json)
    }

    /// The daemon's state.
    func state() throws(CommandFailure) -> JSONObject {
        try client.get("/api/v1/state").object
    }

    /// Sends the wish that `write` puts into the body, without a word to the user.
    func send(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try client.wish(write)
    }

    /// Sends the wish, and prints the answer: as it came for a program, else what `report` makes of
    /// the result and of the state after it.
    func ask(
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
