package import Surroundings
package import SwitchCore

/// Looks for a bound printer that no longer answers at its address: a router may have given it another.
///
/// A value without clock and network; the service searches when told to, and hands over what was found.
package struct LostPrinter: Sendable {
    /// What came of a search.
    package enum Outcome: Equatable, Sendable {
        /// The printer has another address now, and is followed there.
        case moved(PrinterNews)
        /// A printer of this name has another address, but the key must not go to a stranger.
        case named(String, address: String)
    }

    /// A printer that is switched off comes back at its address: not each break is a search.
    package static let patience = Duration.seconds(60)
    private static let betweenSearches = Duration.minutes(5)

    private let binding: PrinterBinding
    private var nextSearch: Instant?
    /// The address that a person was told of.
    private var named = ""

    /// - Parameter binding: the printer that is followed.
    package init(_ binding: PrinterBinding) {
        self.binding = binding
    }

    /// The kind of printer to look for, and Moonraker's port; `nil`: no search finds this one again.
    package var search: (kind: DeviceProfile.PrinterKind, port: Int?)? {
        switch binding {
        case .bambu: (.bambu, nil)
        case .klipper(let binding) where !binding.isEncrypted && binding.prefix.isEmpty:
            (.klipper, binding.port)
        case .klipper, .octoPrint, .prusaLink, .told: nil
        }
    }

    /// When to look; earlier calls of ``takesSearch(at:)`` say no.
    package var deadline: Instant { nextSearch ?? .distantFuture }

    /// The link's new state.
    package mutating func receive(_ state: PrinterLinkState, at now: Instant) {
        switch state {
        case .wrongAddress:
            if nextSearch == nil { nextSearch = now.advanced(by: Self.patience) }
        case .connecting: break
        case .unbound, .connected, .wrongSerial, .wrongAccess, .failed: nextSearch = nil
        }
    }

    /// Whether a search is due; then the next one is due later.
    package mutating func takesSearch(at now: Instant) -> Bool {
        guard let due = nextSearch, now >= due, search != nil else { return false }
        nextSearch = now.advanced(by: Self.betweenSearches)
        return true
    }

    /// Judges what a search has found; `nil`: the printer is not among it, or where it was.
    package mutating func judge(_ found: [DeviceStatus.FoundPrinter]) -> Outcome? {
        guard nextSearch != nil else { return nil }
        switch binding {
        case .bambu(let binding):
            let serial = binding.serial.uppercased()
            // Its certificate names the serial number too: the access code goes to no other.
            guard let printer = found.first(where: { $0.serial.uppercased() == serial }),
                printer.address != binding.address
            else { return nil }
            return .moved(.movedBambu(serial: binding.serial, address: printer.address))
        case .klipper(let binding):
            let same = found.filter { $0.name == binding.name }
            guard let printer = same.first, same.count == 1, printer.address != binding.address,
                printer.name != printer.address
            else { return nil }
            guard binding.apiKey.isEmpty else {
                guard named != printer.address else { return nil }
                named = printer.address
                return .named(printer.name, address: printer.address)
            }
            return .moved(.movedKlipper(from: binding.address, to: printer.address))
        case .octoPrint, .prusaLink, .told: return nil
        }
    }
}
