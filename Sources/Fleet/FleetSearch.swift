import Host
import System
import WebSocket

/// Finds addresses at which heaters may be: by mDNS where Avahi runs, else all of the local networks.
///
/// Whatever somebody announces, only addresses of networks that this machine is in are asked: a page must not be
/// able to send this device anywhere else.
struct FleetSearch {
    /// The ports of a real and of a simulated board.
    private static let usualPorts: [UInt16] = [80, 8080]

    private let range: FleetRange
    private var browser: HeaterBrowser?

    init(_ range: FleetRange) {
        self.range = range
    }

    /// Avahi is asked, which tells what comes and goes.
    var isBrowsing: Bool { browser != nil }

    /// Some announcements are not resolved yet.
    var isBusy: Bool { browser?.isBusy ?? false }

    /// Begins to browse, where that is possible.
    mutating func begin() {
        guard range.browses, browser == nil else { return }
        browser = HeaterBrowser()
    }

    /// Ends the browsing.
    mutating func end() {
        browser?.end()
        browser = nil
    }

    /// Where heaters announce themselves; `nil`: Avahi cannot say.
    mutating func announced() -> [HTTPSweep.Target]? {
        guard let findings = browser?.step() else {
            browser = nil
            return nil
        }
        let machine = InterfaceAddress.all()
        let found = findings.compactMap { finding -> HTTPSweep.Target? in
            guard let address = IPv4.number(finding.address) else { return nil }
            return HTTPSweep.Target(address, finding.port)
        }
        return Set(found).filter { isAllowed($0, machine) }.sorted {
            ($0.address, $0.port) < ($1.address, $1.port)
        }
    }

    /// Every address of the local networks at the usual ports.
    func everywhere() -> [HTTPSweep.Target] {
        let machine = InterfaceAddress.all()
        let names = range.isLoopback ? machine.filter(\.isLoopback).map(\.name) : []
        let addresses = SearchRange.addresses(of: machine, named: Array(Set(names)))
        return Set(Self.usualPorts + [range.port]).sorted().flatMap { port in
            addresses.map { HTTPSweep.Target($0, port) }
        }.filter { isAllowed($0, machine) }
    }

    private func isAllowed(_ target: HTTPSweep.Target, _ machine: [InterfaceAddress]) -> Bool {
        let isOwn =
            target.port == range.port
            && (target.address == Self.loopback
                || machine.contains { !$0.isLoopback && $0.number == target.address })
        if isOwn { return false }
        if target.address == Self.loopback { return true }
        return SearchRange.isLocal(target.address, to: machine, withLoopback: range.isLoopback)
    }

    /// 127.0.0.1.
    private static let loopback: UInt32 = 0x7f00_0001
}
