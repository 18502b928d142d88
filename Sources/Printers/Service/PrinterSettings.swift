import Chamber
package import Surroundings
import System

/// The owner's settings for printers, from the service file.
package struct PrinterSettings: Equatable, Sendable {
    /// What auto mode goes by.
    package enum AutoRule: Equatable, Sendable {
        /// The bed's set point, at or above the threshold that the user has set.
        case bed
        /// The filament in use.
        case filament(FilamentRule)
    }

    /// This device's name for printers: unique, and the same after a restart, because a broker ends
    /// the older of two connections with the same name.
    package var deviceID: String
    /// Printers may be sent commands; off: Hearth only listens to them.
    package var allowsCommands = false
    /// No printer is followed; clients see a connected one while none is bound.
    package var standsAlone = false
    /// The interfaces on which printers are looked for; empty: all but loopback.
    package var searchInterfaces: [String] = []
    /// A latched fault pauses the print.
    package var pausesOnFault = false
    /// What auto mode follows.
    package var autoRule = AutoRule.bed
    /// A PEM file with the authorities that sign Bambu printers' certificates; `nil`: the certificate
    /// of the first contact is trusted from then on.
    package var bambuAuthorities: String?
    /// A PEM file with the authorities of a Moonraker behind HTTPS; empty: those of the machine.
    package var moonrakerAuthorities = ""

    package init(deviceID: String) {
        self.deviceID = deviceID
    }
}

/// Makes the link and the search for each kind of printer.
package struct PrinterFactory: Sendable {
    /// Makes the link for a bound printer, not yet started; its news go to the sink.
    package var link: PrinterLinkMaker
    /// `port`: where to look for Klipper's.
    package var search:
        @Sendable (DeviceProfile.PrinterKind, _ port: Int?, NewsSink) -> any PrinterSearch

    package init(
        link: @escaping PrinterLinkMaker,
        search:
            @escaping @Sendable (DeviceProfile.PrinterKind, Int?, NewsSink) ->
            any PrinterSearch
    ) {
        self.link = link
        self.search = search
    }

    /// The real links and searches.
    package static func standard(_ settings: PrinterSettings) -> PrinterFactory {
        PrinterFactory(
            link: { (binding, sink) throws(SystemError) -> any PrinterLink in
                switch binding {
                case .bambu(let binding): return try BambuLink(binding, settings, sink)
                case .klipper(let binding):
                    return KlipperLink(binding, authorities: settings.moonrakerAuthorities, sink)
                }
            },
            search: { kind, port, sink in
                switch kind {
                case .bambu: BambuSearch(on: settings.searchInterfaces, sink)
                case .klipper:
                    MoonrakerSearch(
                        port: port ?? DeviceProfile.KlipperBinding().port,
                        on: settings.searchInterfaces,
                        sink
                    )
                }
            }
        )
    }
}
