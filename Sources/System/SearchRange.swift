/// Which addresses of the local networks a search asks.
package enum SearchRange {
    /// A home network; a larger one is searched only in part.
    private static let narrowest = 24

    /// The addresses of the networks that the interfaces are in, in the machine's byte order, this machine's
    /// own among them, each once. `names` chooses interfaces; empty: all, and of loopback the one address
    /// that stays this machine's.
    package static func addresses(
        of interfaces: [InterfaceAddress],
        named names: [String] = []
    ) -> [UInt32] {
        var seen: Set<UInt32> = []
        let own = names.isEmpty && interfaces.contains { $0.isLoopback } ? [loopback] : []
        let around =
            interfaces
            .filter { names.isEmpty ? !$0.isLoopback : names.contains($0.name) }
            .flatMap { addresses(around: $0) }
        return (own + around).filter { seen.insert($0).inserted }
    }

    /// Those of the found addresses that name this machine again: where it was found at 127.0.0.1, which no
    /// router changes, its others.
    package static func again(in found: [UInt32], of interfaces: [InterfaceAddress]) -> Set<UInt32>
    {
        guard found.contains(loopback) else { return [] }
        return Set(interfaces.filter { !$0.isLoopback }.compactMap(\.number)).intersection(found)
    }

    /// Whether an address is in a network that one of the interfaces is in, itself or through a cable: no router
    /// is between. Loopback counts where `withLoopback` says so.
    package static func isLocal(
        _ address: UInt32,
        to interfaces: [InterfaceAddress],
        withLoopback: Bool
    ) -> Bool {
        interfaces.contains { interface in
            guard let own = interface.number, withLoopback || !interface.isLoopback,
                (1...32).contains(interface.prefix)
            else { return false }
            let mask = UInt32.max << UInt32(32 - interface.prefix)
            return own & mask == address & mask
        }
    }

    /// 127.0.0.1.
    private static let loopback: UInt32 = 0x7f00_0001

    private static func addresses(around interface: InterfaceAddress) -> [UInt32] {
        guard let address = interface.number else { return [] }
        let prefix = min(max(interface.prefix, narrowest), 32)
        // RFC 3021: a network of two has neither a network address nor a broadcast one.
        guard prefix < 31 else { return [address] }
        let size = UInt32(1) << UInt32(32 - prefix)
        let network = address & ~(size - 1)
        return (1..<size - 1).map { network + $0 }
    }
}
