/// Which chips answer on an I²C bus, as `i2cdetect -r` finds them.
package enum BusScan {
    /// The addresses that the I²C specification does not reserve (UM10204, section 3.1.12), without those
    /// of memories, in which a stray transfer could move a pointer.
    package static let unreserved = Array(UInt8(0x08)...0x4f) + Array(UInt8(0x58)...0x77)

    /// The addresses at which a chip answers to the reading of one byte, or that a driver of the kernel has
    /// taken. Throws where the bus itself cannot be used.
    package static func addresses(
        on path: String,
        among candidates: [UInt8] = BusScan.unreserved
    ) throws(BusError) -> [UInt8] {
        var found: [UInt8] = []
        for address in candidates {
            do throws(BusError) {
                let bus = try KernelBus(path, address: address)
                _ = try bus.read(count: 1)
                found.append(address)
            } catch {
                switch error.kind {
                case .busy: found.append(address)
                case .noAcknowledge: continue
                case _: throw error
                }
            }
        }
        return found
    }
}
