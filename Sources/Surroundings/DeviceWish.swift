import Chamber

/// Every request about the device around the controller, from a person or a machine.
package enum DeviceWish: Equatable, Sendable {
    case setLanguage(DeviceProfile.Language)
    case setUnit(DeviceProfile.Unit)
    /// All presets, in the order of the page's cards.
    case setPresets([FilamentPreset])
    case setHostname(String)
    /// The name that people give the device.
    case setDisplayName(String)
    case scanNetworks
    case joinNetwork(DeviceProfile.Network)
    case setHotspot(isOn: Bool)
    /// `nil` fields stay as they are.
    case configureHotspot(ssid: String?, password: String?, address: String?)
    /// Confirms the last change of the network: its requester can still reach the device.
    case keepNetwork
    case setPrinterKind(DeviceProfile.PrinterKind)
    /// `port`: where to look for Klipper printers; `nil` for Bambu's own discovery.
    case scanPrinters(port: Int?)
    /// An empty access code keeps the one that is stored.
    case bindBambu(DeviceProfile.BambuBinding)
    case bindKlipper(DeviceProfile.KlipperBinding)
    /// An empty secret keeps the one that is stored for the same place.
    case bindOctoPrint(DeviceProfile.WebBinding)
    case bindPrusaLink(DeviceProfile.WebBinding)
    /// A printer of this name is told of by a program.
    case bindTold(name: String)
    /// What a program says of that printer.
    case reportPrinter(ToldReport)
    case unbindPrinter
    /// What mode auto goes by from now on; without effect where the service file says it.
    case setAutoChoice(AutoChoice)
    case restart
    case restoreFactorySettings
}

/// The outcome of a ``DeviceWish``, for the client that waits for it.
package struct DeviceOutcome: Equatable, Sendable {
    /// The wish's number.
    package let ticket: UInt64
    /// What went wrong and what to do; `nil`: success.
    package let trouble: String?

    package init(ticket: UInt64, trouble: String?) {
        self.ticket = ticket
        self.trouble = trouble
    }
}
