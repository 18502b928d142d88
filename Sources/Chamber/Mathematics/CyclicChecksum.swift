/// CRC-32 over bytes (IEEE 802.3, section 3.2.9; reflected polynomial 0xEDB88320): detects any damage
/// within 32 neighbouring bits.
package struct CyclicChecksum {
    private static let table: [UInt32] = (0..<256).map { index in
        var rest = UInt32(index)
        for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        return rest
    }

    private var register: UInt32 = 0xFFFF_FFFF

    package init() {}

    /// Continues the checksum over these bytes.
    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            register = Self.table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ register >> 8
        }
    }

    /// The checksum of all bytes so far.
    package var value: UInt32 { ~register }
}
