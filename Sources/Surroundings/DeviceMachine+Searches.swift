import SwitchCore

/// Searches for networks and printers.
extension DeviceMachine {
    mutating func searchNetworks(at now: Instant) -> [Effect] {
        status.networkScan = .running
        networkSearch.begin(at: now)
        return [.host(.scanNetworks)]
    }

    mutating func searchPrinters(_ port: Int?, at now: Instant) -> [Effect] {
        status.printerScan = .running
        printerSearch.begin(at: now)
        return [.printer(.search(profile.printerKind, port: port))]
    }

    /// Shows the results of searches that are over.
    mutating func showFindings(at now: Instant) {
        if let networks = networkSearch.collect(at: now) {
            status.foundNetworks = networks
            status.networkScan = .done
        }
        if let printers = printerSearch.collect(at: now) {
            status.foundPrinters = printers
            status.printerScan = .done
        }
    }
}
