package import System

/// Which addresses a search asks.
package enum SearchRange {
    /// A home network, and never more of a larger one.
    private static let narrowest = 24

    /// The addresses of the networks that the interfaces are in, this machine's own among them, each
    /// once. `names` chooses interfaces; empty: all but loopback.
    package static func addresses(
        of interfaces: [InterfaceAddress],
        named names: [String]
    ) -> [UInt32] {
        var seen: Set<UInt32> = []
        return
            interfaces
            .filter { names.isEmpty ? !$0.isLoopback : names.contains($0.name) }
            .flatMap { addresses(around: $0) }
            .filter { seen.insert($0).inserted }
    }

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
