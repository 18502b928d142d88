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
        /// What its owner called it; empty: nothing.
        package var name = ""
        /// Names the printer in its MQTT topics.
        package var serial = ""
        /// A secret: it leaves for the printer and for nobody else.
        package var accessCode = ""
        /// A name or numeric address.
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
        /// What its owner called it; empty: nothing.
        package var name = ""
        /// A name or numeric address.
        package var address = ""
        /// Moonraker's own default.
        package var port = 7125
        /// A secret; empty: Moonraker trusts this machine's address.
        package var apiKey = ""

        package init() {}
    }

    /// The network that the device joins, and the one that it offers.
    package struct Network: Equatable, Sendable {
        /// At most 32 bytes (IEEE 802.11); empty: none.
        package var ssid = ""
        /// A secret; empty: an open network.
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
    /// The page's, for every browser.
    package var language = Language.english
    /// The machine's name, without `.local`.
    package var hostname = "PandaBreath"
    /// The network that the device joins.
    package var station = Network()
    /// The device offers a network of its own.
    package var isHotspotOn = false
    /// The password is generated at the first start; there is no well-known one.
    package var hotspot = Network(ssid: "Hearth")
    /// The device's IPv4 address in its own network.
    package var hotspotAddress = "192.168.254.1"
    /// Which of the two bindings below is in force.
    package var printerKind = PrinterKind.bambu
    /// Kept while the other kind is in force.
    package var bambu = BambuBinding()
    /// Kept while the other kind is in force.
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
