import Chamber

/// What the device is called and joined to: remembered over a restart, of no matter to regulation.
package struct DeviceProfile: Equatable, Sendable {
    /// The page's language.
    package enum Language: String, CaseIterable, Sendable {
        case english = "en"
        case chinese = "zh"
    }

    /// The kind of printer that auto mode listens to; the numbers are those of the Panda Breath wire.
    package enum PrinterKind: UInt8, CaseIterable, Sendable {
        case bambu = 1
        case klipper = 2
    }

    /// A Bambu printer as it was bound.
    package struct BambuBinding: Equatable, Sendable {
        package var name = ""
        package var serial = ""
        /// A secret: it leaves for the printer and for nobody else.
        package var accessCode = ""
        package var address = ""
        /// MQTT over TLS.
        package var port = 8883
        /// Every printer seen so far takes this name and no other.
        package var username = "bblp"
        /// SHA-256 of the certificate that was trusted at the first contact, in 64 hexadecimal
        /// digits; empty: none was yet.
        package var certificate = ""

        package init() {}
    }

    /// A Klipper printer as it was bound.
    package struct KlipperBinding: Equatable, Sendable {
        package var name = ""
        package var address = ""
        /// Moonraker's own default.
        package var port = 7125
        /// A secret; empty: Moonraker trusts this machine's address.
        package var apiKey = ""

        package init() {}
    }

    /// The network that the device joins, and the one that it offers.
    package struct Network: Equatable, Sendable {
        package var ssid = ""
        package var password = ""

        package init(ssid: String = "", password: String = "") {
            self.ssid = ssid
            self.password = password
        }
    }

    /// What the device calls itself towards other machines, in hexadecimal digits: made up at the first
    /// start and kept, so that no two devices are taken for one. Empty: none was made yet.
    package var identity = ""
    /// What people call the device, where more than one is listed.
    package var displayName = "Hearth"
    package var language = Language.english
    package var hostname = "PandaBreath"
    package var station = Network()
    package var isHotspotOn = false
    /// The password is generated at the first start; there is no well-known one.
    package var hotspot = Network(ssid: "Hearth")
    package var hotspotAddress = "192.168.254.1"
    package var printerKind = PrinterKind.bambu
    package var bambu = BambuBinding()
    package var klipper = KlipperBinding()

    package init() {}

    /// The printer that is bound, of the kind in force; `nil`: none.
    package var printer: PrinterBinding? {
        switch printerKind {
        case .bambu: bambu.serial.isEmpty ? nil : .bambu(bambu)
        case .klipper: klipper.address.isEmpty ? nil : .klipper(klipper)
        }
    }
}
