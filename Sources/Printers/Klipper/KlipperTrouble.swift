import Chamber
import Surroundings
import WebSocket

/// What is wrong with the link to a Klipper printer: its state, and a text for the owner.
struct KlipperTrouble: Equatable, Sendable {
    /// How a trouble is reported among the events.
    enum Weight: Equatable, Sendable {
        /// At once, as trouble.
        case alarm
        /// At once, but a person wanted it.
        case remark
        /// As trouble once it lasts: a restart is over in a moment.
        case alarmIfItLasts
    }

    let state: PrinterLinkState
    /// What is wrong and what to do, without a full stop.
    let text: String
    let weight: Weight

    init(_ state: PrinterLinkState, _ text: String, weight: Weight = .alarm) {
        self.state = state
        self.text = text
        self.weight = weight
    }

    /// Why there is no connection.
    init(_ end: ConnectionEnd, _ binding: DeviceProfile.KlipperBinding) {
        let place = binding.place
        switch end {
        case .unknownHost:
            self.init(
                .wrongAddress,
                "the name \"\(binding.address)\" has no address: check it, or give the printer's "
                    + "address instead"
            )
        case .unreachable:
            self.init(
                .wrongAddress,
                "nothing listens at \(place): is the printer on, and is that Moonraker's port? Its own "
                    + "is \(DeviceProfile.KlipperBinding().port)"
            )
        case .timedOut:
            self.init(
                .wrongAddress,
                "nothing answers at \(place): is the printer on and in this network?"
            )
        case .refused(401), .refused(403):
            self = .refused(binding)
        case .refused(let status) where (502...504).contains(status):
            self.init(
                .failed,
                "a web server answers at \(place), but Moonraker behind it does not (status "
                    + "\(status)): restart the service moonraker on the printer"
            )
        case .refused(let status):
            self = .notMoonraker(binding, "status \(status)")
        case .noWebSocket:
            self = .notMoonraker(binding, "no WebSocket")
        case .untrusted(let words):
            self.init(
                .failed,
                "the certificate at \(place) is not trusted (\(words)): name a file with its "
                    + "authority, or with the certificate itself, as moonraker_ca in [printer]; it "
                    + "must be for the name \"\(binding.address)\". The API key was not sent"
            )
        case .closed, .lost, .silent, .closedHere:
            self.init(
                .failed,
                "\(place) ends the connection as soon as it is made: see Moonraker's log"
            )
        }
    }

    /// Moonraker trusts neither this machine nor the key.
    static func refused(_ binding: DeviceProfile.KlipperBinding) -> KlipperTrouble {
        let cure =
            "add this device's address to trusted_clients in [authorization] of moonraker.conf and "
            + "restart Moonraker"
        return KlipperTrouble(
            .wrongAccess,
            binding.apiKey.isEmpty
                ? "Moonraker does not trust this device: \(cure), or bind again with its API key"
                : "Moonraker refuses the API key: bind again with the right one, or \(cure)"
        )
    }

    /// Something other than Moonraker answers there.
    static func notMoonraker(
        _ binding: DeviceProfile.KlipperBinding,
        _ sign: String
    ) -> KlipperTrouble {
        KlipperTrouble(
            .wrongAddress,
            "what answers at \(binding.place) is not Moonraker (\(sign)): check address and port; "
                + "Moonraker's own port is \(DeviceProfile.KlipperBinding().port)"
        )
    }

    /// An open connection was lost.
    static func lost(
        _ end: ConnectionEnd,
        _ binding: DeviceProfile.KlipperBinding
    ) -> KlipperTrouble {
        let what =
            switch end {
            case .silent: "\(binding.place) has gone silent"
            case .closed, .closedHere: "\(binding.place) ended the connection"
            case .unknownHost, .unreachable, .timedOut, .refused, .noWebSocket, .untrusted, .lost:
                "the connection to \(binding.place) broke off"
            }
        return KlipperTrouble(.connecting, what + ": trying again")
    }

    /// Moonraker runs, Klipper does not.
    static let notRunning = KlipperTrouble(
        .failed,
        "Moonraker answers, but Klipper is not running: restart the service klipper on the printer",
        weight: .alarmIfItLasts
    )

    /// Moonraker runs, and Klipper says it does too, but answers nothing.
    static let hanging = KlipperTrouble(
        .failed,
        "Moonraker answers, but Klipper hangs: it has not answered for a while; restart the service "
            + "klipper on the printer if this lasts"
    )

    static let starting = KlipperTrouble(.connecting, "Klipper is starting")

    /// Klipper runs and is not ready; `message` is Klipper's own, whose first line has the reason.
    static func notReady(_ state: String, _ message: String) -> KlipperTrouble {
        if state == "startup" { return starting }
        let first = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let reason = first.isEmpty ? "" : ": " + first.prefix(longestReason)
        let cure = "when its cause is gone, restart the firmware on the printer's page"
        return KlipperTrouble(
            .failed,
            "Klipper has stopped (\(state))\(reason); \(cure)",
            weight: wanted.contains { first.contains($0) } ? .remark : .alarm
        )
    }

    /// In Klipper's messages about an emergency stop: by G-code, and by the button of a printer's page.
    private static let wanted = ["M112", "webhooks request"]

    /// Longer reasons are cut.
    private static let longestReason = 160
}

extension DeviceProfile.KlipperBinding {
    /// The printer's address, for people.
    var place: String {
        (isEncrypted ? "https://" : "")
            + ListenAddress(address: address, port: UInt16(clamping: port)).description + prefix
    }

    /// The printer's name, for people.
    var title: String { name.isEmpty ? place : name }
}
