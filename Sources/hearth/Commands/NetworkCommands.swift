import Client
import CommandLine
import JSON

extension CommandSpecification {
    /// `hearth network status`
    static let networkStatus = CommandSpecification(
        words: ["network", "status"],
        summary: "show how the machine is joined to its network",
        description: [
            "Shows the network in use, the address and name by which others reach the daemon, whether "
                + "the hotspot is on, and what became of the last wish about them, where it failed."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth network status", "The daemon on this machine.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).get("/api/v1/state")
            let report = NetworkReport(answer.object)
            if arguments.has(.json) {
                console.line(report.json)
            } else {
                for line in report.lines { console.line(line) }
            }
            return .done
        }
    )

    /// `hearth network hotspot`
    static let networkHotspot = CommandSpecification(
        words: ["network", "hotspot"],
        summary: "show the device's own network and its password, or turn it on or off",
        description: [
            "Shows name, password and address of the network that the device offers, or would; the "
                + "password was generated at the first start. With on or off, switches it "
                + "first. Where the machine has one Wi-Fi and no cable, on ends the network "
                + "that it has joined; if nobody then reaches the device within a minute, it is "
                + "rolled back."
        ],
        arguments: [Parameter.hotspotState],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth network hotspot", "What to type into a phone."),
            Example("hearth network hotspot on", "A network of the device's own."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let conversation = try NetworkConversation(DaemonClient(arguments))
            if let isOn = arguments.value(of: .hotspotState) {
                try conversation.setHotspot(isOn)
                console.errorLine("Started; \"hearth network status\" shows the result.")
            }
            let answer = try conversation.hotspot()
            guard !arguments.has(.json) else {
                console.line(answer.text)
                return .done
            }
            for line in NetworkReport.hotspot(answer.object) { console.line(line) }
            return .done
        }
    )

    /// `hearth network scan`
    static let networkScan = CommandSpecification(
        words: ["network", "scan"],
        summary: "list the networks in reach",
        description: ["Looks for networks for some seconds and lists them, the strongest first."],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth network scan", "What this machine could join.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            console.errorLine("Looking …")
            let names = try NetworkConversation(DaemonClient(arguments)).scan()
            if arguments.has(.json) {
                console.line(
                    JSONWriter.line { json in
                        json.array("networks") { list in for name in names { list.element(name) } }
                    }
                )
            } else {
                for name in names { console.line(name) }
            }
            return .done
        }
    )

    /// `hearth network join`
    static let networkJoin = CommandSpecification(
        words: ["network", "join"],
        summary: "join a network",
        description: [
            "Joins a network and waits up to a minute for that. The password is asked for, or read "
                + "from standard input; --open is for networks without one.",
            "The change is on trial: when no client on another machine reaches the daemon by the new "
                + "network within a minute, the previous one is restored. \"hearth network keep\" "
                + "keeps the new one anyway.",
        ],
        arguments: [Parameter.networkName],
        options: [Flag.openNetwork, Parameter.host],
        examples: [
            Example("hearth network join Home", "Asks for the password."),
            Example("hearth network join Café --open", "An open network."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let name = try arguments.required(.networkName)
            let conversation = try NetworkConversation(DaemonClient(arguments))
            var password = ""
            if !arguments.has(.openNetwork) {
                let bytes = try SecretPrompt.line(asking: "Password of \(name): ")
                password = String(decoding: bytes, as: UTF8.self)
            }
            try conversation.join(name, password)
            console.line("Joined \"\(name)\".")
            console.line(
                "Unless a cable is in use, it is taken back after a minute in which no other machine "
                    + "reaches this one; \"hearth network keep\" keeps it anyway."
            )
            return .done
        }
    )

    /// `hearth network keep`
    static let networkKeep = CommandSpecification(
        words: ["network", "keep"],
        summary: "keep the last change of the network",
        description: [
            "Ends the trial of the last change: it stays, though no other machine has reached the "
                + "daemon by it."
        ],
        options: [Parameter.host],
        examples: [Example("hearth network keep", "It works: keep it.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try NetworkConversation(DaemonClient(arguments)).keep()
            console.line("The network stays as it is.")
            return .done
        }
    )
}

extension Parameter<Bool> {
    fileprivate static let hotspotState = onOrOff(
        "STATE",
        isRequired: false,
        summary: "on or off; left out, nothing is changed."
    )
}

extension Parameter<String> {
    fileprivate static let networkName = Parameter.argument(
        "NAME",
        allowed: "a network's name, 32 bytes at most",
        summary: "The network's name (SSID)."
    ) { (1...32).contains($0.utf8.count) ? $0 : nil }
}

extension Flag {
    fileprivate static let openNetwork = Flag(
        name: "--open",
        summary: "The network has no password."
    )
}
