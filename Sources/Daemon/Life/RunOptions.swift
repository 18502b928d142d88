package import Boards
package import Printers
package import WebSocket

/// What `hearth run` was asked for.
package struct RunOptions: Sendable {
    /// The board, checked.
    package var board: BoardDescription
    /// The state directory; made where it is missing.
    package var statePath: String
    package var listen: ListenAddress
    /// Names that clients reach the machine by, besides addresses and its own.
    package var hostNames: [String] = []
    /// Sites that may show the pages inside theirs, as origins.
    package var framedBy: [String] = []
    /// Who is let in.
    package var access = AccessOptions()
    package var network = NetworkOptions()
    /// How printers are treated; the device's name towards them is the daemon's to fill in.
    package var printers = PrinterSettings(deviceID: "")
    /// The MQTT broker to join; `nil`: none.
    package var broker: BrokerOptions?
    /// What is dialled out to.
    package var links = LinkOptions()
    /// How many times faster than real time; 1 on real boards.
    package var speed = 1
    package var logLevel = Log.Level.info
    /// The program's version, for the log and the interface.
    package var version: String
    /// How updates are taken.
    package var update: UpdateOptions

    package init(
        board: BoardDescription,
        statePath: String,
        listen: ListenAddress,
        version: String,
        update: UpdateOptions
    ) {
        self.update = update
        self.board = board
        self.listen = listen
        self.statePath = statePath
        self.version = version
    }
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
