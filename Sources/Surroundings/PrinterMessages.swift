package import Chamber
package import SwitchCore

/// A bound printer, which Hearth follows.
package enum PrinterBinding: Equatable, Sendable {
    case bambu(DeviceProfile.BambuBinding)
    case klipper(DeviceProfile.KlipperBinding)
    case octoPrint(DeviceProfile.WebBinding)
    case prusaLink(DeviceProfile.WebBinding)
    /// A program reports what the printer does.
    case told(name: String)
}

/// The state of the link to the bound printer.
package enum PrinterLinkState: CaseIterable, Equatable, Sendable {
    /// No printer is bound.
    case unbound
    /// Connecting to the printer, for the first time or again.
    case connecting
    /// The printer reports.
    case connected
    /// Nothing answers at the address, or something other than a printer.
    case wrongAddress
    /// A printer answers, but with another serial number.
    case wrongSerial
    /// The printer refuses the access code or the API key.
    case wrongAccess
    /// Any other failure; the text of ``PrinterNews/link(_:trouble:)`` says which.
    case failed
}

/// A printer's report about itself, for people to read.
package struct PrinterReport: Equatable, Sendable {
    /// What the printer is doing, in its own word in lower case: `printing`, `idle`.
    package var activity = ""
    /// The name of the file that it prints or printed last; empty: none, or not reported.
    package var file = ""
    /// The bed's set point; `nil`: not reported.
    package var bedTarget: Celsius?
    /// The bed's measured temperature; `nil`: not reported.
    package var bed: Celsius?
    /// The chamber's temperature from the printer's own probe; `nil`: it has none.
    package var chamber: Celsius?
    /// How much of the print is done, 0…1; `nil`: not reported.
    package var progress: Double?
    /// The remaining time of the print, as the printer estimates it; `nil`: not reported.
    package var remaining: Duration?
    /// The filament in use: `PETG`.
    package var filament = ""
    /// What mode auto takes from this report.
    package var plan = ChamberPlan()
    /// The printer's own message about a problem with the print; empty: none.
    package var trouble = ""

    package init() {}
}

/// Requests to the printers' thread.
package enum PrinterRequest: Equatable, Sendable {
    /// Follows this printer from now on and no other; `nil`: none.
    case follow(PrinterBinding?)
    /// Searches for printers of a kind; `port`: the TCP port of Klipper printers.
    case search(DeviceProfile.PrinterKind, port: Int?)
    /// What mode auto goes by, from the next ``follow(_:)`` on.
    case judge(by: AutoChoice)
    /// What a program says of the printer that is bound as ``PrinterBinding/told(name:)``.
    case told(ToldReport)
}

/// Messages from the printers' thread.
package enum PrinterNews: Equatable, Sendable {
    /// The state of the link, and what is wrong and what to do; empty: nothing is wrong.
    case link(PrinterLinkState, trouble: String)
    /// The report that auto mode uses; `nil`: nothing is known any more.
    case bed(BedReport?)
    case report(PrinterReport)
    /// A search has ended.
    case found([DeviceStatus.FoundPrinter])
    /// The certificate that is trusted from now on for the Bambu printer with this serial number:
    /// SHA-256 of the leaf certificate in 64 hexadecimal digits.
    case trusted(serial: String, certificate: String)
    /// The Bambu printer with this serial number has taken its access code.
    case accepted(serial: String)
    /// The Bambu printer with this serial number has another address now.
    case movedBambu(serial: String, address: String)
    /// The Klipper printer that was at one address is at another now.
    case movedKlipper(from: String, to: String)
}
