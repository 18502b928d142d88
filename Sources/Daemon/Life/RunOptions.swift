package import Boards
package import Settings
import Update
import WebSocket

/// What `hearth run` was asked for.
package struct RunOptions: Sendable {
    /// The board, checked.
    package var board: BoardDescription
    /// The state directory; made where it is missing.
    package var statePath: String
    /// What the service file says, with what the command line says in its place.
    package var service: ServiceFile
    /// How many times faster than real time; 1 on real boards.
    package var speed = 1
    /// Which version runs, and how updates are taken.
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

    /// Where clients are served in plain.
    var listen: ListenAddress { service.address(on: board.kind) }

    /// The program's version, for the log and the interface.
    var version: String { update.version.description }
}

/// Why the daemon did not start: something that the machine does not give, such as the port, the state
/// directory or a thread.
package struct StartError: Error, Equatable, Sendable {
    /// One line for people: what happened, and what to do.
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// How a run ended.
package enum RunEnd: Equatable, Sendable {
    /// Somebody stopped it.
    case stopped
    /// Somebody asked for a restart: the program is to be started again as it was.
    case restart
}
