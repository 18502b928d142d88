import Boards
import CommandLine
import Settings
import SwitchCore
import WebSocket

extension Parameter<String> {
    static let requiredBoard = path(
        "--board",
        isRequired: true,
        summary: "The board file: the wiring, and the heater's limits."
    )
    static let plant = path(
        "--plant",
        summary: "A file with one [plant] section, to be simulated instead of the board file's own."
    )
    static let scenario = path(
        "--scenario",
        isRequired: true,
        summary: "What happens when, and what is expected."
    )
    static let csv = path(
        "--csv",
        summary: "Write the run as comma-separated values, one row a second."
    )
    static let plot = path("--plot", summary: "Write the run's curves as an SVG picture.")
}

extension Parameter<ListenAddress> {
    static let listen = Parameter.option(
        "--listen",
        "ADDR:PORT",
        allowed: "ADDR:PORT, as in 127.0.0.1:8080, [::]:80 or 0.0.0.0:80",
        summary: "Where the web page and all clients are served; port 0 takes a free one and says "
            + "which. Default: what the service file says, else 127.0.0.1:8080 on a simulated board and "
            + "[::]:80 on a real one."
    ) { ListenAddress(text: $0) }
}

extension Parameter<SiteAddress> {
    static let through = Parameter.option(
        "--through",
        "URL",
        allowed: "http:// or https:// and where a browser opens Hearth's page, as in "
            + "https://heater.example.org/ or http://mainsail.local/hearth/",
        summary:
            "Check the way through a proxy instead: ask the daemon of this machine under this address, "
            + "and say what is lost on the way."
    ) { SiteAddress(text: $0) }
}

extension Parameter<LogLevel> {
    static let logLevel = Parameter.option(
        "--log-level",
        "LEVEL",
        allowed: "error, warning, info or debug",
        words: LogLevel.allCases.map(\.word),
        summary:
            "How much goes to the log on standard error: error, warning, info (default), debug."
    ) { word in
        LogLevel.allCases.first { $0.word == word }
    }
}

extension Parameter<Int> {
    static let speed = number(
        "--speed",
        1...1_000,
        summary: "How many times faster than real time a simulated board runs (default 1)."
    )
    /// 100: as many as one answer of the daemon can hold with room to spare (64 KiB).
    static let last = number(
        "--last",
        1...100,
        summary: "How many, counted from the newest (default 20)."
    )
}

extension Parameter<Duration> {
    static let dryingTime = Parameter.argument(
        "HOURS",
        isRequired: false,
        allowed: "hours from 1h, as in 6h or 6h30m",
        summary: "How long, as in 6h or 6h30m. Needed behind a temperature; a preset has its own."
    ) { text in Duration(typed: text).flatMap { $0 < .hours(1) ? nil : $0 } }
}

extension Parameter<Celsius> {
    static let temperature = Parameter.argument(
        "TEMPERATURE",
        allowed: "°C, as in 55",
        summary: "In °C, as in 55 or 52.5. What is above the board's limit is moved to the limit."
    ) { Celsius(typed: $0) }
}

extension Flag {
    static let uncalibrated = Flag(
        name: "--uncalibrated",
        summary:
            "Start with the board file's model. Without it, and unless the scenario calibrates "
            + "by itself, the chamber is calibrated first, as its owner would do."
    )
}

extension Arguments {
    /// How many times faster than real time a board runs; 1 for a real one.
    func speed(of board: BoardDescription) throws(CommandFailure) -> Int {
        let speed = value(of: .speed) ?? 1
        switch board.kind {
        case .simulated:
            return speed
        case .linux:
            guard speed == 1 else {
                throw CommandFailure(
                    .usage,
                    "--speed is for simulated boards; \"\(board.name)\" is real, and runs in real time"
                )
            }
            return 1
        }
    }
}
