import Glibc
import Pacing
import SwitchCore

/// The address of a client, IPv4 after `::ffff:` as IPv6 has it; of IPv6 its network of 64 bits.
struct AddressKey: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Every address that the table has no room for.
    static let others = AddressKey(high: 0, low: 0)
    private static let mapped: UInt64 = 0xffff << 32

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// From what accept(2) wrote.
    init(_ address: sockaddr_storage) {
        self = withUnsafeBytes(of: address) { bytes in
            switch CInt(address.ss_family) {
            case AF_INET:
                // At byte 4 of a sockaddr_in, at byte 8 of a sockaddr_in6 (netinet/in.h).
                let number = UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self))
                return AddressKey(high: 0, low: Self.mapped | UInt64(number))
            case AF_INET6:
                let high = UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
                let low = UInt64(bigEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
                // A machine takes as many addresses of its network as it likes.
                return AddressKey(high: high, low: high == 0 ? low : 0)
            default:
                return .others
            }
        }
    }

    /// 127.0.0.1 or ::1: a program on this machine, or a proxy that speaks for many.
    var isThisMachine: Bool {
        high == 0 && (low == 1 || low == Self.mapped | 0x7f00_0001)
    }
}

/// How many connections each address has, and how often it may ask.
struct AddressTable {
    private struct Entry {
        var connections = 0
        var requests: TokenBucket
    }

    /// More than there can be connections: addresses of the last seconds are remembered too.
    private static let most = 4_096

    private let limits: ServerLimits
    private var entries: [AddressKey: Entry] = [:]

    init(_ limits: ServerLimits) {
        self.limits = limits
    }

    /// Counts a new connection and returns the key it is counted under; `nil`: the address has too
    /// many.
    mutating func open(_ address: AddressKey, at now: Microseconds) -> AddressKey? {
        var key = address
        if entries[key] == nil, entries.count >= Self.most { key = .others }
        let allowance = TokenBucket(
            burst: limits.requestBurst,
            perSecond: limits.requestsPerSecond,
            at: Instant(now)
        )
        var entry = entries[key] ?? Entry(requests: allowance)
        guard key.isThisMachine || entry.connections < limits.connectionsPerAddress else {
            return nil
        }
        entry.connections += 1
        entries[key] = entry
        return key
    }

    /// Counts the end of a connection.
    mutating func close(_ key: AddressKey) {
        entries[key]?.connections -= 1
    }

    /// Counts a request; false: the address asks too often.
    mutating func mayAsk(_ key: AddressKey, at now: Microseconds) -> Bool {
        key.isThisMachine || entries[key]?.requests.spend(at: Instant(now)) ?? true
    }

    /// Forgets addresses without connections whose allowance is full again.
    mutating func tidy(at now: Microseconds) {
        for (key, var entry) in entries where entry.connections == 0 {
            if entry.requests.isFull(at: Instant(now)) { entries[key] = nil }
        }
    }
}
