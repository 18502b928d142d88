import Chamber
import JSON
import Surroundings
import WebSocket

/// What is wrong with the link to a printer's host: its state, and a text for the owner.
struct WebTrouble: Equatable, Sendable {
    let state: PrinterLinkState
    /// What is wrong and what to do, without a full stop. Never a secret.
    let text: String
    /// The printer's last report counts no more.
    let isOver: Bool

    private init(_ state: PrinterLinkState, _ text: String, isOver: Bool = true) {
        self.state = state
        self.text = text
        self.isOver = isOver
    }

    /// There was no answer. `wasFresh`: there was one within the last minute, so it may be a moment's.
    static func noAnswer(
        _ error: HTTPClientError,
        _ machine: WebMachine,
        wasFresh: Bool
    ) -> WebTrouble {
        let place = machine.binding.place
        let title = machine.dialect.title
        switch error.kind {
        case .unreachable where wasFresh, .timedOut where wasFresh, .malformed where wasFresh:
            return WebTrouble(
                .connecting,
                "\(place) does not answer: trying again",
                isOver: false
            )
        case .unreachable:
            return WebTrouble(
                .wrongAddress,
                "nothing answers at \(place): is it on, and is that \(title)'s address and port?"
            )
        case .timedOut:
            return WebTrouble(
                .wrongAddress,
                "what is at \(place) takes longer than 5 s to answer: is it \(title), and does it hang? "
                    + "If it does, restart it"
            )
        case .malformed, .tooLarge:
            return stranger(
                "it \(error.kind == .tooLarge ? "sends too much" : "speaks no HTTP")",
                machine
            )
        case .untrusted:
            return WebTrouble(
                .failed,
                "\(error.description). The secret was not sent. Where the certificate is your own, name it or "
                    + "its authority as host_ca in [printer] of /etc/hearth/hearth.conf, bind by the name that "
                    + "it is for, and restart the service"
            )
        case .noTLS:
            return WebTrouble(.failed, "\(error.description). The secret was not sent")
        }
    }

    static func misread(_ error: WebDialect.Misreading, _ machine: WebMachine) -> WebTrouble {
        switch error {
        case .stranger(let sign): stranger(sign, machine)
        case .noPrinter(let words): WebTrouble(.failed, words)
        }
    }

    /// An answer that is none: its HTTP status.
    static func status(_ status: Int, _ machine: WebMachine) -> WebTrouble {
        switch status {
        case 401, 403: refused(machine)
        case 409 where machine.dialect == .octoPrint:
            WebTrouble(
                .failed,
                "OctoPrint answers, but no printer is connected to it: connect the printer on "
                    + "OctoPrint's page"
            )
        case 500...599:
            WebTrouble(
                .failed,
                "what answers at \(machine.binding.place) fails (status \(status)): see the log of "
                    + machine.dialect.title
            )
        default: stranger("status \(status)", machine)
        }
    }

    /// The host knows neither the key nor the password.
    static func refused(_ machine: WebMachine) -> WebTrouble {
        let binding = machine.binding
        let text: String
        switch machine.dialect {
        case .octoPrint:
            text =
                binding.secret.isEmpty
                ? "OctoPrint wants an API key: make one in its settings (Application Keys) and bind again "
                    + "with --secret-file"
                : "OctoPrint refuses the API key: make one in its settings (Application Keys), with the "
                    + "rights to read the printer's state, and bind again"
        case .prusaLink:
            text =
                binding.user.isEmpty
                ? "PrusaLink \(binding.secret.isEmpty ? "wants" : "refuses") the API key: bind again with "
                    + "the key, or with the user and password that the printer shows in its network settings "
                    + "(--user maker)"
                : "PrusaLink refuses user \(binding.user) and the password: read them again in the "
                    + "printer's network settings, and bind again"
        }
        return WebTrouble(.wrongAccess, text)
    }

    private static func stranger(_ sign: String, _ machine: WebMachine) -> WebTrouble {
        WebTrouble(
            .wrongAddress,
            "what answers at \(machine.binding.place) is not \(machine.dialect.title), or not as it is "
                + "known here (\(sign)): check address and port"
        )
    }

    /// Why a command was refused, in the host's own words where it has some.
    static func refusal(_ status: Int, _ body: [UInt8], _ dialect: WebDialect) -> String {
        var words = ""
        do throws(JSONError) {
            let object = try JSONValue(parsing: body).object
            words = object?["error"]?.string ?? object?["message"]?.string ?? ""
        } catch {
            // Its words are no JSON: the status says enough.
        }
        let reason = words.isEmpty ? "" : ": " + words.prefix(longestReason)
        return "\(dialect.title) refused it (status \(status))\(reason)"
    }

    /// Longer reasons are cut.
    private static let longestReason = 160
}

extension DeviceProfile.WebBinding {
    /// The host's address, for people.
    var place: String {
        (isEncrypted ? "https://" : "")
            + ListenAddress(address: address, port: UInt16(clamping: port)).description + prefix
    }
}
