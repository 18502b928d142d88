import Chamber
import MQTT
import Surroundings
import TLS

/// What is wrong with the link to a Bambu printer and what to do, for people. Never a secret.
enum BambuMessages {
    static let wrongAccess =
        "it refuses the access code: read it again from the printer's network settings, where it "
        + "changes with each reset, and bind the printer again"
    static let noAccessNow =
        "it refuses the access code, which worked before, as printers do while they start: it is tried "
        + "again every 5 min; if the printer was reset, read the code again and bind the printer again"
    static let refused = "it refuses the connection: restart the printer if this persists"
    static let locked =
        "the printer does not take commands from the network: switch on Developer Mode "
        + "in its network settings"
    static let noFullReport =
        "the printer has not said yet whether it takes commands: try again in a moment"
    static let stale = "it has reported nothing for a minute"

    static func unreachable(_ binding: DeviceProfile.BambuBinding, _ words: String) -> String {
        "no printer answers at \(binding.address): \(words.lowercasedFirst); check that it is on and "
            + "that this is its address"
    }

    static func wrongSerial(_ binding: DeviceProfile.BambuBinding) -> String {
        "the printer at \(binding.address) is silent about \(binding.serial): check the serial number"
    }

    static func endedEarly(_ words: String) -> String {
        "it ended the connection before it reported: \(words.lowercasedFirst); check the serial "
            + "number, and how many other programs are connected to it"
    }

    static func flooded(_ bytes: Int) -> String {
        "it sent more than \(bytes) bytes without an end, which no printer does: check the address"
    }

    /// The text about a certificate that is not trusted.
    static func untrusted(
        _ refusal: TLSRefusal,
        _ binding: DeviceProfile.BambuBinding
    ) -> (PrinterLinkState, String) {
        switch refusal {
        case .changed(let expected, let found):
            let both = "\(found.prefix(16))… instead of \(expected.prefix(16))…"
            return (
                .failed,
                "what answers at \(binding.address) shows another certificate than at the first "
                    + "contact (SHA-256 \(both)): if the printer was repaired or reset, unbind it and "
                    + "bind it again; if not, check the address. The access code was not sent"
            )
        case .otherName(_, let found):
            return (
                .wrongSerial,
                "the certificate at \(binding.address) is that of "
                    + "\(found.isEmpty ? "nobody" : String(found.prefix(40))): check address and serial "
                    + "number. The access code was not sent"
            )
        case .unknownAuthority(let words):
            return (
                .failed,
                "no authority in the file that bambu_ca names vouches for the certificate at "
                    + "\(binding.address): \(words.lowercasedFirst). The access code was not sent"
            )
        }
    }
}

extension String {
    /// To stand within a sentence.
    fileprivate var lowercasedFirst: String {
        prefix(1).lowercased() + dropFirst()
    }
}
