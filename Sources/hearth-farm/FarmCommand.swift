import Chamber
import CommandLine
import Daemon
import Links
import Settings

extension Parameter<Int> {
    fileprivate static let controllers = number(
        "--count",
        1...FarmPlan.mostControllers,
        isRequired: true,
        summary: "How many controllers."
    )
    fileprivate static let seconds = number(
        "--seconds",
        1...36_000,
        summary: "How long to measure, once all are connected (default 60)."
    )
    fileprivate static let heating = number(
        "--heating",
        0...100,
        summary:
            "How many percent of them are asked to heat, by commands over the broker (default 50)."
    )
}

extension Parameter<FarmPlan.Topics> {
    fileprivate static let topics = Parameter.option(
        "--topics",
        "WHICH",
        allowed: "home-assistant, stock or both",
        words: FarmPlan.Topics.allCases.map(\.rawValue),
        summary: "What they say: home-assistant, stock (twice a second) or both. Default: what the "
            + "service file says, else home-assistant."
    ) { FarmPlan.Topics(rawValue: $0) }
}

extension Parameter<String> {
    fileprivate static let topicPrefix = Parameter.option(
        "--topic-prefix",
        "PREFIX",
        allowed: "letters, digits, hyphens and underscores, with / between",
        summary:
            "What their topics and names begin with (default farm): no Home Assistant looks there. "
            + "Two farms at one broker need two."
    ) { BrokerSettings.isTopicPrefix($0) ? $0 : nil }
    fileprivate static let brokerFile = path(
        "--service-file",
        summary:
            "A file with a section [mqtt]: user, password, TLS and topics as they stand there, and "
            + "the broker where none is named."
    )
}

extension Parameter<DaemonAddress> {
    fileprivate static let broker = Parameter.option(
        "--broker",
        "HOST[:PORT]",
        allowed: "a name or address, with :PORT where that is not 1883",
        summary: "The broker."
    ) { DaemonAddress(text: $0, usualPort: 1883) }
}

extension CommandSpecification {
    /// `hearth-farm simulate`
    static let simulate = CommandSpecification(
        words: ["simulate"],
        summary: "run many simulated controllers at one MQTT broker",
        description: [
            "Runs whole controllers on computed chambers, each with a connection of its own to the "
                + "broker, and says how many messages they made and what they cost. For sizing a "
                + "broker and a network (docs/farm.md). It opens no hardware, no state directory "
                + "and no port.",
            "They connect one after the other, \(FarmPlan.connectionsPerSecond) a second, are "
                + "measured, and have the broker forget all that it kept of them. SIGINT and SIGTERM "
                + "end the measurement; the same again ends at once.",
        ],
        options: [
            Parameter.controllers, Parameter.broker, Parameter.brokerFile, Parameter.topics,
            Parameter.seconds, Parameter.heating, Parameter.topicPrefix, Flag.json,
        ],
        examples: [
            Example(
                "hearth-farm simulate --count 100 --broker 192.168.1.5",
                "Is this broker large enough for a hundred heaters?"
            ),
            Example(
                "hearth-farm simulate --count 1000 --service-file farm.conf --topics both",
                "With the user, password and TLS that farm.conf names."
            ),
        ],
        statuses: [.failed, .misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try simulateFarm(arguments, console)
        }
    )

    private static func simulateFarm(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        var plan = FarmPlan(
            count: try arguments.required(.controllers),
            broker: try broker(arguments)
        )
        if let topics = arguments.value(of: .topics) { plan.speak(topics) }
        if let prefix = arguments.value(of: .topicPrefix) { plan.prefix = prefix }
        if let seconds = arguments.value(of: .seconds) { plan.length = .seconds(seconds) }
        if let percent = arguments.value(of: .heating) { plan.heatingPercent = percent }
        guard plan.broker.speaksHomeAssistant || plan.broker.speaksStock else {
            throw CommandFailure(
                .usage,
                "hearth-farm simulate: the service file has neither home_assistant nor stock_topics: "
                    + "say with --topics what the controllers are to say"
            )
        }
        if let complaint = DescriptorShare.taken().complaint(about: plan.count) {
            throw CommandFailure(.unavailable, "hearth-farm simulate: \(complaint)")
        }
        var signals = Signals()
        let report = Farm(plan, say: { console.errorLine($0) }).run(&signals)
        if arguments.has(.json) {
            console.line(report.json)
        } else {
            console.line(
                "\(plan.count) controllers at \(plan.broker.place), "
                    + "\(report.seconds.fixed(0)) s"
            )
            for line in report.lines { console.line(line) }
        }
        guard let complaint = report.complaint else { return .done }
        console.errorLine("hearth-farm simulate: \(complaint)")
        return .failed
    }

    /// The broker by its options: what is said on the command line wins over the file.
    private static func broker(_ arguments: Arguments) throws(CommandFailure) -> BrokerSettings {
        var settings: BrokerSettings?
        if let path = arguments.value(of: .brokerFile) {
            settings = try ServiceFile.load(path).brokerWithPassword()
        }
        if let address = arguments.value(of: .broker) {
            if settings == nil {
                settings = BrokerSettings(host: "", port: 1883, id: "")
            }
            settings?.host = address.host
            settings?.port = Int(address.port)
        }
        guard let settings else {
            throw CommandFailure(
                .usage,
                "hearth-farm simulate: no broker is named; give --broker HOST, or --service-file with "
                    + "a section [mqtt]; see \"hearth-farm help simulate\""
            )
        }
        return settings
    }
}
