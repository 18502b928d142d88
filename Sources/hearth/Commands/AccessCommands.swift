import Access
import Client
import CommandLine
import Cryptography
import Daemon
import Glibc
import JSON
import System

extension Parameter<String> {
    fileprivate static let tokenAction = Parameter.argument(
        "ACTION",
        allowed: "add, list or remove",
        words: ["add", "list", "remove"],
        summary:
            "add makes a token and shows it this once; list shows the names; remove takes one back."
    ) { ["add", "list", "remove"].contains($0) ? $0 : nil }
    fileprivate static let tokenName = Parameter.argument(
        "NAME",
        isRequired: false,
        allowed: "letters, digits, -, _ and ., 32 at most",
        summary: "What the program is called that gets the token."
    ) { AccessRecord.isName($0) ? $0 : nil }
}

extension Flag {
    fileprivate static let endSessions = Flag(
        name: "--end",
        summary: "End all of them: every browser has to log in again."
    )
}

extension CommandSpecification {
    private static let accessFiles: [Place] = [.stateDirectory]

    /// `hearth access password`
    static let accessPassword = CommandSpecification(
        words: ["access", "password"],
        summary: "ask everyone for a password from now on",
        description: [
            "Reads a password from the terminal, or the first line of standard input, and keeps a "
                + "hash of it in the state directory; a running daemon takes it within a second. "
                + "From then on page, /ws, updates and the HTTP interface are for those who have "
                + "logged in, who send a token, or whose address is trusted ([access] in the service "
                + "file). A changed password ends all sessions.",
            "Without [tls] the password crosses the network unencrypted: on a network that you "
                + "share with others, set up TLS first.",
        ],
        options: [Parameter.state],
        examples: [
            Example("sudo hearth access password", "Asks for it twice."),
            Example("sudo hearth access password < secret.txt", "Takes the first line."),
        ],
        statuses: [.refused, .unavailable],
        files: accessFiles,
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let file = AccessFile(arguments)
            // An unusable state directory is reported before anything is typed.
            var record = try file.read()
            let password = try SecretPrompt.newPassword(of: PasswordHash.allowedBytes)
            do throws(CryptographyError) {
                record.password = try PasswordHash(of: password)
            } catch {
                throw CommandFailure(.unavailable, error.description)
            }
            record.endSessions()
            try file.write(record)
            console.line("A password is needed from now on. Open the page and log in.")
            return .done
        }
    )

    /// `hearth access token`
    static let accessToken = CommandSpecification(
        words: ["access", "token"],
        summary: "let programs in where a password is needed",
        description: [
            "A token is a program's own way in: it sends \"Authorization: Bearer TOKEN\", or where "
                + "it cannot, ?token=TOKEN behind the address. It is shown when it is made and "
                + "never again; only a hash of it is kept. Removing one ends what the program has open."
        ],
        arguments: [Parameter.tokenAction, Parameter.tokenName],
        options: [Parameter.state],
        examples: [
            Example("sudo hearth access token add klipper", "Makes one and shows it."),
            Example("sudo hearth access token list", "The names of all tokens."),
            Example("sudo hearth access token remove klipper", "It no longer lets anyone in."),
        ],
        statuses: [.refused, .unavailable],
        files: accessFiles,
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try changeTokens(arguments, console)
        }
    )

    /// `hearth access sessions`
    static let accessSessions = CommandSpecification(
        words: ["access", "sessions"],
        summary: "show who is logged in, or log everyone out",
        description: [
            "Lists the browsers that have logged in: from where, how long ago, and when they were "
                + "used last. Sessions end with the service, after 30 days, and when the password "
                + "is changed."
        ],
        options: [Flag.endSessions, Parameter.state, Parameter.host, Flag.json],
        examples: [
            Example("sudo hearth access sessions", "Who is logged in."),
            Example("sudo hearth access sessions --end", "Nobody is."),
        ],
        statuses: [.failed, .unreachable, .refused, .unavailable],
        files: accessFiles,
        environment: [.hearthHost, .hearthToken],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            guard !arguments.has(.endSessions) else {
                let file = AccessFile(arguments)
                var record = try file.read()
                record.endSessions()
                try file.write(record)
                console.line("All sessions have ended.")
                return .done
            }
            let answer = try DaemonClient(arguments).get("/api/v1/access")
            if arguments.has(.json) {
                console.line(answer.text)
            } else {
                for line in sessionLines(answer.object) { console.line(line) }
            }
            return .done
        }
    )

    /// `hearth access off`
    static let accessOff = CommandSpecification(
        words: ["access", "off"],
        summary: "stop asking for a password",
        description: [
            "Removes the password and all tokens, so that everyone on the network may use the device, "
                + "as with the stock firmware. It also mends a file of access that is damaged."
        ],
        options: [Parameter.state],
        examples: [Example("sudo hearth access off", "Open to all on the network.")],
        statuses: [.unavailable],
        files: accessFiles,
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try AccessFile(arguments).remove()
            console.line("No password is needed: everyone on the network may use the device.")
            return .done
        }
    )

    private static func changeTokens(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let file = AccessFile(arguments)
        var record = try file.read()
        let action = try arguments.required(.tokenAction)
        guard action != "list" else {
            if record.tokens.isEmpty { console.line("There are no tokens.") }
            for token in record.tokens { console.line(token.name) }
            return .done
        }
        guard let name = arguments.value(of: .tokenName) else {
            throw CommandFailure(
                .usage,
                "hearth: NAME is missing: hearth access token \(action) NAME"
            )
        }
        guard action == "add" else {
            guard record.removeToken(named: name) else {
                throw CommandFailure(.refused, "hearth: there is no token named \(name)")
            }
            try file.write(record)
            console.line("\(name) is no longer let in.")
            return .done
        }
        let token: Token
        do throws(CryptographyError) {
            token = try Token.random()
        } catch {
            throw CommandFailure(.unavailable, error.description)
        }
        guard record.add(token, named: name) else {
            throw CommandFailure(
                .refused,
                "hearth: there is a token named \(name) already, or \(AccessRecord.mostTokens) of them"
            )
        }
        try file.write(record)
        console.line(token.text)
        if record.password == nil {
            console.errorLine("It is of use once there is a password: hearth access password")
        }
        return .done
    }

    private static func sessionLines(_ answer: JSONObject) -> [String] {
        guard answer["password_needed"]?.bool == true else {
            return ["No password is needed: everyone on the network may use the device."]
        }
        guard case .array(let list) = answer["sessions"], !list.isEmpty else {
            return ["Nobody is logged in."]
        }
        return list.compactMap(\.object).map { session in
            let address = session["address"]?.string ?? "an unknown address"
            let age = DurationText.rough(seconds: session["age_s"]?.number ?? 0)
            let idle = DurationText.rough(seconds: session["idle_s"]?.number ?? 0)
            return "\(address): logged in \(age) ago, used \(idle) ago"
        }
    }
}

extension CommandSpecification.Place {
    static let hearthToken = CommandSpecification.Place(
        "HEARTH_TOKEN",
        "A token, for a daemon that asks for one. On its own machine root and the service's user "
            + "need none."
    )
}

/// The access file, as commands change it.
struct AccessFile {
    private let files: AccessFiles
    private let directory: String

    init(_ arguments: Arguments) {
        directory = arguments.value(of: .state) ?? StatePath.standard
        files = AccessFiles(in: directory)
    }

    func read() throws(CommandFailure) -> AccessRecord {
        let result: Result<AccessRecord, AccessMistake>
        do throws(SystemError) {
            result = try files.readRecord()
        } catch {
            throw failure(error)
        }
        switch result {
        case .success(let record):
            return record
        case .failure(let mistake):
            throw failure(
                "\(files.record), line \(mistake.line), is damaged: restore it, or open the device "
                    + "to all with \"hearth access off\""
            )
        }
    }

    func write(_ record: AccessRecord) throws(CommandFailure) {
        do throws(SystemError) {
            try File.replace(files.record, with: record.bytes, forOwnerOfDirectory: true)
        } catch {
            throw failure(error)
        }
    }

    func remove() throws(CommandFailure) {
        do throws(SystemError) {
            try File.remove(files.record)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemError) -> CommandFailure {
        failure(error.summary)
    }

    private func failure(_ words: String) -> CommandFailure {
        var message = "hearth: \(words)"
        if !File.exists(directory) {
            message +=
                "; the service makes the directory at its first start, or name it with --state"
        } else if !Directory.isWritable(directory) {
            message += "; run this as root: sudo hearth ..."
        }
        return CommandFailure(.unavailable, message)
    }
}
