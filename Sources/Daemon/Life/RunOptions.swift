package import Boards
package import Settings
import Update
import WebSocket

/// The options of `hearth run`.
package struct RunOptions: Sendable {
    /// The board, checked; `.unknown` where there is a ``boardLack``.
    package var board: BoardDescription
    /// Why no board can be used; `nil`: ``board`` is one.
    package var boardLack: BoardLack?
    /// The board file that the service waits for; also where its hardware cannot be opened yet. `nil`: the
    /// start fails then.
    package var awaitedBoard: String?
    /// What the page asks about the board, where there is none; `nil`: nothing.
    package var boardQuestions: (any BoardQuestions)?
    /// The path of the state directory, which is created if it is missing.
    package var statePath: String
    /// The settings of the service file; options of the command line override them.
    package var service: ServiceFile
    /// The same as text, and what clients have set; `nil`: clients may change nothing.
    package var settings: KeptSettings?
    /// Why what clients have set is not used; `nil`: it is, or there is nothing.
    package var settingsNote: String?
    /// How many times faster than real time; 1 on real boards.
    package var speed = 1
    /// Which version runs, and which updates are accepted.
    package var update: UpdateOptions

    /// A run in real time.
    package init(
        board: BoardDescription,
        statePath: String,
        service: ServiceFile,
        update: UpdateOptions
    ) {
        self.board = board
        self.statePath = statePath
        self.service = service
        self.update = update
    }

    /// The address of the plain port, without TLS.
    var listen: ListenAddress { service.address(on: board.kind) }

    /// The program's version, for the log and the API.
    var version: String { update.version.description }
}

/// Why the daemon did not start: the machine refused something, such as the port, the state directory or
/// a thread.
package struct StartError: Error, Equatable, Sendable {
    /// One line for people: what happened, and what to do.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// How a run ended.
package enum RunEnd: Equatable, Sendable {
    /// A signal stopped the service.
    case stopped
    /// A restart was requested: the program must be started again with the same arguments.
    case restart
}
