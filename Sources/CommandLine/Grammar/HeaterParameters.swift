/// How a command finds one heater among several: the options for it, and what an instance means for
/// those not given.
extension Parameter<String> {
    /// `--board FILE`, where a board file has a usual place.
    package static let board = path(
        "--board",
        summary: "The board file: the wiring, and the heater's limits. "
            + "Default: /etc/hearth/board.conf."
    )
    /// `--service-file FILE`
    package static let serviceFile = path(
        "--service-file",
        summary: "How the service runs, where no option says so. Default: "
            + "/etc/hearth/hearth.conf, if it is there."
    )
    /// `--state DIR`
    package static let state = text(
        "--state",
        "DIR",
        allowed: "a directory's path",
        summary: "Where settings, latch, events and history are kept. Default: $STATE_DIRECTORY; "
            + "else /var/lib/hearth as root, and ~/.local/state/hearth as anyone else."
    )
}

extension Parameter<DaemonAddress> {
    /// `--host HOST[:PORT]`
    package static let host = Parameter.option(
        "--host",
        "HOST[:PORT]",
        allowed: "a name or address, with :PORT where that is not 80",
        summary: "The daemon to talk to. Default: $HEARTH_HOST, else the one on this machine "
            + "(port 8080 is tried first, then 80)."
    ) { DaemonAddress(text: $0) }
}

extension Parameter<Instance> {
    /// `--instance NAME`
    package static let instance = Parameter.option(
        "--instance",
        "NAME",
        allowed: "the name of a service hearth@NAME: letters, digits and underscores",
        summary:
            "The heater of the service hearth@NAME on this machine: its board file, service file, "
            + "state directory and address, where no other option names them."
    ) { Instance($0) }
}

extension CommandSpecification {
    /// The options by which a command finds one heater; a command with one of them takes an
    /// instance too.
    private static let heaterOptions = [
        Parameter.host.name, Parameter.board.name, Parameter.serviceFile.name, Parameter.state.name,
    ]

    /// `options`, and the instance where it can fill one of them.
    static func withInstance(_ options: [any AnyParameter]) -> [any AnyParameter] {
        let isOfAHeater = options.contains { heaterOptions.contains($0.name) && !$0.isRequired }
        return isOfAHeater ? options + [Parameter.instance] : options
    }
}

extension Arguments {
    /// Fills the options that were not given with the instance's values.
    package func completed(for command: CommandSpecification) -> Arguments {
        guard let instance = value(of: .instance) else { return self }
        var texts: [String: String] = [:]
        for option in command.options {
            texts[option.name] = instance.value(ofOption: option.name)
        }
        return filling(texts)
    }
}

extension Flag {
    /// `--json`
    package static let json = Flag(
        name: "--json",
        summary: "Print JSON for a program instead of text for a person (docs/api.md)."
    )
}
