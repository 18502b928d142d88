import Client
import CommandLine
import JSON

extension Parameter<String> {
    fileprivate static let settingName = argument(
        "NAME",
        isRequired: true,
        allowed: "a setting, as in mqtt.broker",
        summary: "The setting, as \"hearth settings\" lists it; secrets as mqtt.password."
    ) { $0.isEmpty ? nil : $0 }
    fileprivate static let settingValue = argument(
        "VALUE",
        isRequired: false,
        allowed: "a value",
        summary: "Its new value; a list with commas between. Left out, it is asked for, as secrets "
            + "must be; an empty answer leaves the setting out."
    ) { $0 }
}

extension CommandSpecification {
    /// `hearth settings`
    static let settings = CommandSpecification(
        words: ["settings"],
        summary: "show the settings that clients may read and change",
        description: [
            "Shows what a running daemon uses of its settings: hearth.conf, and what was set since on the "
                + "page or with \"hearth settings set\", which the state directory keeps. Secrets are told as set "
                + "or not."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth settings", "The daemon on this machine.")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost, .hearthToken],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).get("/api/v1/settings")
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for line in SettingsReport.lines(answer.object) { console.line(line) }
            }
            return .done
        }
    )

    /// `hearth settings set NAME VALUE`
    static let settingsSet = CommandSpecification(
        words: ["settings", "set"],
        summary: "change one setting",
        description: [
            "Sets one setting. The daemon checks it and keeps it in its state directory; hearth.conf stays "
                + "as it is. Most settings are used after a restart, which is refused while heat is on: "
                + "\"hearth settings apply\"."
        ],
        arguments: [Parameter.settingName, Parameter.settingValue],
        options: [Parameter.host, Flag.json],
        examples: [
            Example("hearth settings set energy.price_per_kwh 0.32", "Used at once."),
            Example("hearth settings set mqtt.password", "It is asked for, and not shown."),
        ],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost, .hearthToken],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let name = try arguments.required(.settingName)
            let typed = arguments.value(of: .settingValue)
            let value: String
            if let typed {
                value = typed
            } else {
                value = String(
                    decoding: try SecretPrompt.line(asking: "\(name): "),
                    as: UTF8.self
                )
            }
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            let answer = try DaemonClient(arguments).wish(to: "/api/v1/settings") { json in
                guard parts.count == 2 else { return json.member(name, value) }
                json.object(parts[0]) { SettingsReport.write(value, as: parts[1], to: &$0) }
            }
            if arguments.has(.json) {
                console.line(answer.text)
            } else if answer.object["restart_needed"]?.bool == true {
                console.line(
                    "Kept. \"hearth settings apply\" restarts the service, which uses it then."
                )
            } else {
                console.line("Kept, and in use.")
            }
            return .done
        }
    )

    /// `hearth settings apply`
    static let settingsApply = CommandSpecification(
        words: ["settings", "apply"],
        summary: "restart the service, so that it uses what was set",
        description: [
            "Restarts the service. It is refused while heat is on, or could come on by itself."
        ],
        options: [Parameter.host, Flag.json],
        examples: [Example("hearth settings apply", "After \"hearth settings set\".")],
        statuses: [.failed, .unreachable, .refused],
        environment: [.hearthHost, .hearthToken],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let answer = try DaemonClient(arguments).wish(to: "/api/v1/settings/restart") { _ in }
            console.line(arguments.has(.json) ? answer.text : "The service restarts.")
            return .done
        }
    )
}
