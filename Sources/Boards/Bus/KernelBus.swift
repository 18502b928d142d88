import CI2C
import Chamber
import Glibc
import MachineClock
package import SwitchCore

/// One chip on a bus of the kernel's, `/dev/i2c-N`.
///
/// Where the adapter can do plain transfers (I2C_RDWR) they are used, for all chips alike; where it
/// can do SMBus only (i2c-stub, some PC chipsets), registers go as SMBus words.
package final class KernelBus: Bus {
    /// Our transfers take 0.5 ms at 100 kHz. The bound holds for the whole adapter, and a display
    /// on the same bus needs 0.1 s for a picture.
    private static let longestTransferMilliseconds: CUnsignedInt = 200
    /// After losing the bus to another master.
    private static let retries: CUnsignedInt = 1

    package let place: BusPlace
    private let address: UInt8
    private let descriptor: CInt
    private let functions: UInt

    /// Opens the bus at `path` for the chip at `address` (7 bits).
    package init(_ path: String, address: UInt8) throws(BusError) {
        let place = BusPlace(path, address: address)
        let descriptor = hearth_i2c_open(path)
        guard descriptor >= 0 else {
            throw BusError(.open, errno: -descriptor, at: place)
        }
        var functions: UInt = 0
        var failure: BusError?
        let asked = hearth_i2c_functions(descriptor, &functions)
        if asked < 0 {
            failure = BusError(.askFunctions, errno: -asked, at: place)
        } else {
            // Plain transfers would not need it, but only it tells that a driver has the chip.
            let claimed = hearth_i2c_claim(descriptor, address)
            if claimed < 0 { failure = BusError(.claim, errno: -claimed, at: place) }
        }
        if let failure {
            close(descriptor)
            throw failure
        }
        // An adapter without such bounds has its own.
        _ = hearth_i2c_bound(descriptor, Self.longestTransferMilliseconds, Self.retries)
        self.place = place
        self.address = address
        self.descriptor = descriptor
        self.functions = functions
    }

    deinit {
        close(descriptor)
    }

    package func write(register: UInt8, word: UInt16) throws(BusError) {
        let high = UInt8(truncatingIfNeeded: word >> 8)
        let low = UInt8(truncatingIfNeeded: word)
        if can(HEARTH_I2C_PLAIN) {
            try transfer(.write, written: (register, high, low), count: 3)
        } else if can(HEARTH_I2C_SMBUS_WRITE_WORD_DATA) {
            try check(.write, hearth_i2c_smbus_write_word(descriptor, register, word.byteSwapped))
        } else {
            throw BusError(.write, .unsupported, at: place)
        }
    }

    package func read(register: UInt8) throws(BusError) -> UInt16 {
        if can(HEARTH_I2C_PLAIN) {
            let word = try transfer(.read, written: (register, 0, 0), count: 1, readCount: 2)
            return UInt16(truncatingIfNeeded: word)
        }
        guard can(HEARTH_I2C_SMBUS_READ_WORD_DATA) else {
            throw BusError(.read, .unsupported, at: place)
        }
        let word = try check(.read, hearth_i2c_smbus_read_word(descriptor, register))
        return UInt16(truncatingIfNeeded: word).byteSwapped
    }

    package func write(byte: UInt8) throws(BusError) {
        if can(HEARTH_I2C_PLAIN) {
            try transfer(.write, written: (byte, 0, 0), count: 1)
        } else if can(HEARTH_I2C_SMBUS_WRITE_BYTE) {
            try check(.write, hearth_i2c_smbus_write_byte(descriptor, byte))
        } else {
            throw BusError(.write, .unsupported, at: place)
        }
    }

    package func read(count: Int) throws(BusError) -> UInt32 {
        // SMBus has no transfer that reads several bytes and names no register.
        guard can(HEARTH_I2C_PLAIN) else {
            throw BusError(.read, .unsupported, at: place)
        }
        return try transfer(.read, written: (0, 0, 0), count: 0, readCount: count)
    }

    package var now: Instant { .monotonic() }

    package func pause(_ duration: Duration) {
        Instant.monotonic().advanced(by: duration).sleepUntil()
    }

    private func can(_ function: some BinaryInteger) -> Bool {
        functions & UInt(function) != 0
    }

    /// Writes the first `count` of three bytes, then reads up to four.
    @discardableResult
    private func transfer(
        _ operation: BusError.Operation,
        written: (UInt8, UInt8, UInt8),
        count: Int,
        readCount: Int = 0
    ) throws(BusError) -> UInt32 {
        var written = written
        var read: UInt32 = 0
        let length = min(max(readCount, 0), MemoryLayout.size(ofValue: read))
        let result = withUnsafeBytes(of: &written) { out in
            withUnsafeMutableBytes(of: &read) { into in
                hearth_i2c_transfer(
                    descriptor,
                    address,
                    out.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    UInt16(count),
                    into.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    UInt16(length)
                )
            }
        }
        try check(operation, result)
        return length == 0 ? 0 : UInt32(bigEndian: read) >> UInt32(32 - 8 * length)
    }

    @discardableResult
    private func check(
        _ operation: BusError.Operation,
        _ result: CInt
    ) throws(BusError) -> CInt {
        guard result >= 0 else { throw BusError(operation, errno: -result, at: place) }
        return result
    }
}
