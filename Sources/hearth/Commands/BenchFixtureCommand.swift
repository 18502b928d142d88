import Bench
import CommandLine
import Daemon
import Settings
import System
import WebSocket

extension Parameter<String> {
    fileprivate static let fixtureFile = textArgument(
        "FILE",
        summary:
            "The file with the sections [fixture] and [witness], with kind: lines (docs/bench.md)."
    )
}

extension Parameter<ListenAddress> {
    fileprivate static let fixtureListen = Parameter.option(
        "--listen",
        "ADDR:PORT",
        allowed: "ADDR:PORT, as in 127.0.0.1:8090 or [::]:8090",
        summary: "Where the benches ask; port 0 takes a free one and says which. Default: "
            + "127.0.0.1:8090. A network needs a token in the file."
    ) { ListenAddress(text: $0) }
}

extension CommandSpecification {
    /// `hearth bench fixture fixture.conf`
    static let benchFixture = CommandSpecification(
        words: ["bench", "fixture"],
        summary: "serve a fixture: relays that make faults, and a witness of the heat",
        description: [
            "Runs on the machine whose lines make the faults: this one, or another beside the heater. "
                + "\"hearth bench --fixture\" asks it over HTTP, with kind: service in its file.",
            "Faults belong to one bench at a time. They end 5 s after the bench falls silent, the "
                + "bridge over the relay first, and with this service.",
        ],
        arguments: [Parameter.fixtureFile],
        options: [Parameter.fixtureListen],
        examples: [
            Example("hearth bench fixture fixture.conf", "Beside the bench, on the same machine."),
            Example(
                "hearth bench fixture fixture.conf --listen [::]:8090",
                "For a bench on another machine; the file has a token."
            ),
        ],
        statuses: [.failed, .misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try serveFixture(arguments, console)
        }
    )

    private static let usualAddress = ListenAddress(
        address: "127.0.0.1",
        port: RemoteFixture.port
    )

    private static func serveFixture(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let path = try arguments.required(.fixtureFile)
        let file = try FixtureFile.load(path)
        let address = arguments.value(of: .fixtureListen) ?? usualAddress
        guard file.kind == .lines else {
            throw CommandFailure(
                .misconfigured,
                "\(path): a fixture's service drives lines: write kind: lines"
            )
        }
        guard address.isLoopback || !file.token.isEmpty else {
            throw CommandFailure(
                .misconfigured,
                "\(path): everyone in the network could make faults at \(address); add a line token: "
                    + "with a word, here and in the bench's file, or listen on 127.0.0.1"
            )
        }
        var signals = Signals()
        let fixture = try LineFixture(file, besides: nil)
        let site = FixtureSite(fixture, witness: try Witness(file, nil), token: file.token) {
            line in
            console.line(line)
        }
        do throws(ServerError) {
            let server = try WebServer(listeningOn: address)
            console.line("The fixture serves at http://\(address.address):\(server.port)/fixture")
            site.atEachBeat = {
                if signals.wait(milliseconds: 0) != nil { server.stop() }
            }
            try server.run(serving: site)
            site.atEachBeat = {}
        } catch {
            throw CommandFailure(.unavailable, "hearth bench fixture: \(error.description)")
        }
        try site.endAll()
        return .done
    }
}
