import Client
import CommandLine
import JSON

extension Parameter<String> {
    fileprivate static let interface = text(
        "--interface",
        "NAME",
        allowed: "an interface's name, as in eth0",
        summary: "Look in this interface's network alone, as in wlan0."
    )
}

extension CommandSpecification {
    /// `hearth find`
    static let find = CommandSpecification(
        words: ["find"],
        summary: "look for heaters in the local network",
        description: [
            "Asks every address of this machine's networks, at the ports 80, 8080 and 8088, whether Hearth "
                + "answers there, and shows what each one does. Takes some seconds. A heater at another port is not "
                + "found, nor one behind a router.",
            "A heater with a password tells no more than that it is there.",
        ],
        options: [Parameter.interface, Flag.json],
        examples: [
            Example("hearth find", "Every heater, one to a line."),
            Example("hearth status --host 192.168.1.20", "Then all about one of them."),
        ],
        statuses: [.failed],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let search = HeaterSearch(on: arguments.value(of: .interface).map { [$0] } ?? [])
            var progress = ProgressLine(
                console,
                isSilent: arguments.has(.json) || !console.isTerminal
            )
            progress.show("Asking \(search.addressCount) addresses …")
            let heaters = search.run()
            progress.end()
            guard !arguments.has(.json) else {
                console.line(json(heaters))
                return heaters.isEmpty ? .failed : .done
            }
            guard !heaters.isEmpty else {
                throw CommandFailure(
                    .failed,
                    "hearth find: no heater answers at \(search.addressCount) addresses of this machine's "
                        + "networks; is it on, and in the same network?"
                )
            }
            console.line(row("Address", "Version", "Name", "What it does"))
            for heater in heaters {
                console.line(
                    row(
                        heater.address,
                        heater.version,
                        name(of: heater) ?? "",
                        heater.state.map { StatusReport($0).headline } ?? "asks for a password"
                    )
                )
            }
            return .done
        }
    )

    private static func name(of heater: HeaterSearch.Heater) -> String? {
        heater.state?["device"]?.object?["hostname"]?.string
    }

    private static func row(_ address: String, _ version: String, _ name: String, _ rest: String)
        -> String
    {
        address.padded(to: 22) + version.padded(to: 10) + name.padded(to: 20) + rest
    }

    private static func json(_ heaters: [HeaterSearch.Heater]) -> String {
        JSONWriter.line { writer in
            writer.array("heaters") { array in
                for heater in heaters {
                    array.object { json in
                        json.member("address", heater.address)
                        json.member("version", heater.version)
                        if let name = name(of: heater) { json.member("hostname", name) }
                        if let activity = heater.state?["activity"]?.string {
                            json.member("activity", activity)
                        }
                    }
                }
            }
        }
    }
}
