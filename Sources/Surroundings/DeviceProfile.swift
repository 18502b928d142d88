import Chamber

/// The device's names, networks and printers: stored over a restart, and not used by regulation.
package struct DeviceProfile: Equatable, Sendable {
    /// The page's language.
    package enum Language: String, CaseIterable, Sendable {
        case english = "en"
        case chinese = "zh"
    }

    /// A unit of temperatures, for people: files and interfaces have °C alone.
    package enum Unit: String, CaseIterable, Sendable {
        case celsius = "C"
        case fahrenheit = "F"
    }

    /// The kind of printer that auto mode listens to.
    package enum PrinterKind: CaseIterable, Sendable {
        case bambu
        case klipper
        /// A printer at an OctoPrint.
        case octoPrint
        /// A Prusa printer, by PrusaLink.
        case prusaLink
        /// Any other: a program tells what it does.
        case told
    }

    /// How to reach a bound Bambu printer.
    package struct BambuBinding: Equatable, Sendable {
        /// The owner's name for the printer; empty: none.
        package var name = ""
        /// The serial number, which is part of the printer's MQTT topics; empty: no printer is bound.
        package var serial = ""
        /// A secret: it is sent to the printer only.
        package var accessCode = ""
        /// A name or numeric address.
        package var address = ""
        /// The TCP port of MQTT over TLS.
        package var port = 8883
        /// Every printer tested so far accepts this name only.
        package var username = "bblp"
        /// SHA-256 of the certificate that was trusted at the first contact, in 64 hexadecimal
        /// digits; empty: no contact yet.
        package var certificate = ""
        /// The printer has taken this access code before, so a refusal may be one of its start.
        package var codeHasWorked = false

        package init() {}
    }

    /// How to reach a bound Klipper printer.
    package struct KlipperBinding: Equatable, Sendable {
        /// The owner's name for the printer; empty: none.
        package var name = ""
        /// A name or numeric address.
        package var address = ""
        /// The TCP port; 7125 is Moonraker's default.
        package var port = 7125
        /// Moonraker's `route_prefix`, as in `/printer1`; empty: none.
        package var prefix = ""
        /// Moonraker is behind a server with HTTPS.
        package var isEncrypted = false
        /// A secret; empty: Moonraker trusts this machine's address.
        package var apiKey = ""

        package init() {}
    }

    /// How to reach a printer whose host is asked over HTTP, again and again.
    package struct WebBinding: Equatable, Sendable {
        /// The owner's name for the printer; empty: none.
        package var name = ""
        /// A name or numeric address; empty: no printer is bound.
        package var address = ""
        /// The TCP port.
        package var port = 80
        /// What the paths of its interface begin with, as in `/octoprint`; empty: nothing.
        package var prefix = ""
        /// It is asked with HTTPS.
        package var isEncrypted = false
        /// Whose password the secret is; empty: it is an API key.
        package var user = ""
        /// A secret: it is sent to the printer only.
        package var secret = ""

        package init() {}
    }

    /// A wireless network: the one that the device joins, or its hotspot.
    package struct Network: Equatable, Sendable {
        /// At most 32 bytes (IEEE 802.11); empty: none.
        package var ssid = ""
        /// A secret; empty: an open network.
        package var password = ""

        package init(ssid: String = "", password: String = "") {
            self.ssid = ssid
            self.password = password
        }

        /// Whether a network can have that name: 32 bytes at most (IEEE 802.11, section 9.4.2.2), of UTF-8
        /// or of ISO 8859-1, of which this text is made.
        package var hasPossibleName: Bool {
            let isLatin = ssid.unicodeScalars.allSatisfy { $0.value <= 0xff }
            return !ssid.isEmpty
                && (ssid.utf8.count <= 32 || (isLatin && ssid.unicodeScalars.count <= 32))
        }
    }

    /// The device's identity for other machines: 12 random hexadecimal digits, made at the first start
    /// and kept. Empty: not made yet.
    package var identity = ""
    /// The name that people give the device, for lists of several devices.
    package var displayName = "Hearth"
    /// The page's language, in every browser.
    package var language = Language.english
    /// The unit in which the page shows temperatures.
    package var unit = Unit.celsius
    /// What somebody heats and dries filaments with, in the order of the page's cards.
    package var presets = FilamentPreset.standard
    /// The machine's name, without `.local`.
    package var hostname = "PandaBreath"
    /// The network that the device joins.
    package var station = Network()
    /// The device's hotspot is on.
    package var isHotspotOn = false
    /// The hotspot. Its password is generated at the first start: no two devices have the same.
    package var hotspot = Network(ssid: "Hearth")
    /// The device's IPv4 address in its hotspot's network.
    package var hotspotAddress = "192.168.254.1"
    /// Which of the bindings below is in force.
    package var printerKind = PrinterKind.bambu
    /// What mode auto goes by where the service file does not say; `nil`: nobody has chosen.
    package var autoChoice: AutoChoice?
    /// Kept while the other kind is in force.
    package var bambu = BambuBinding()
    /// Kept while the other kind is in force.
    package var klipper = KlipperBinding()
    /// Kept while another kind is in force.
    package var octoPrint = WebBinding()
    /// Kept while another kind is in force.
    package var prusaLink = WebBinding()
    /// The name of the printer that is told of; empty: none is bound.
    package var toldName = ""

    package init() {}

    /// The printer that is bound, of the kind in force; `nil`: none.
    package var printer: PrinterBinding? {
        switch printerKind {
        case .bambu: bambu.serial.isEmpty ? nil : .bambu(bambu)
        case .klipper: klipper.address.isEmpty ? nil : .klipper(klipper)
        case .octoPrint: octoPrint.address.isEmpty ? nil : .octoPrint(octoPrint)
        case .prusaLink: prusaLink.address.isEmpty ? nil : .prusaLink(prusaLink)
        case .told: toldName.isEmpty ? nil : .told(name: toldName)
        }
    }
}
