package import Chamber
package import SwitchCore

/// A printer to follow, as it was bound.
package enum PrinterBinding: Equatable, Sendable {
    case bambu(DeviceProfile.BambuBinding)
    case klipper(DeviceProfile.KlipperBinding)
}

/// How the link to the bound printer stands.
package enum PrinterLinkState: CaseIterable, Equatable, Sendable {
    /// No printer is bound.
    case unbound
    /// It is being reached, for the first time or again.
    case connecting
    /// It reports.
    case connected
    /// Nobody answers at the address, or somebody who is no printer.
    case wrongAddress
    /// Somebody answers, but not the printer with this serial number.
    case wrongSerial
    /// It refuses the access code or the API key.
    case wrongAccess
    /// Anything else: the words beside it say what.
    case failed
}

/// What a printer says about itself, as far as people want to see it; `nil`: it does not say.
package struct PrinterReport: Equatable, Sendable {
    /// What it is doing, in the printer's own word, in lower case: `printing`, `idle`.
    package var activity = ""
    /// What it prints or has printed last, by the name of its file; empty: nothing, or it does not say.
    package var file = ""
    /// `nil`: not reported.
    package var bedTarget: Celsius?
    /// Measured; `nil`: not reported.
    package var bed: Celsius?
    /// Measured by the printer itself; `nil`: it has no such probe.
    package var chamber: Celsius?
    /// 0…1.
    package var progress: Double?
    /// Of the print, as the printer estimates it; `nil`: not reported.
    package var remaining: Duration?
    /// The filament in use: `PETG`.
    package var filament = ""
    /// What stands against its print, in its own terms; empty: nothing.
    package var trouble = ""

    package init() {}
}

/// What the printers' thread is asked for.
package enum PrinterRequest: Equatable, Sendable {
    /// Follow this printer from now on and no other; `nil`: none.
    case follow(PrinterBinding?)
    /// Look for printers of a kind; `port`: where to look for Klipper's.
    case search(DeviceProfile.PrinterKind, port: Int?)
}

/// What the printers' thread has to tell.
package enum PrinterNews: Equatable, Sendable {
    /// How the link stands, and in words what is wrong and what to do; empty where nothing is.
    case link(PrinterLinkState, trouble: String)
    /// What counts for auto mode; `nil`: nothing is known any more.
    case bed(BedReport?)
    case report(PrinterReport)
    /// A search has ended.
    case found([DeviceStatus.FoundPrinter])
    /// The certificate of the Bambu printer with this serial number that is trusted from now on:
    /// SHA-256 of the leaf in 64 hexadecimal digits.
    case trusted(serial: String, certificate: String)
}
