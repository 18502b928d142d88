import Chamber
package import SwitchCore

/// The way to one chip: the transfers that converters are read by, and the time between them.
///
/// Each transfer blocks until it is done or has failed, so a bus belongs to a thread of its own.
/// Tests use a bus that lists the exact bytes of each transfer.
package protocol Bus: AnyObject {
    /// Which chip on which bus, for messages.
    var place: BusPlace { get }

    /// Writes a 16-bit register, its high byte first.
    func write(register: UInt8, word: UInt16) throws(BusError)

    /// Reads a 16-bit register, its high byte first.
    func read(register: UInt8) throws(BusError) -> UInt16

    /// Writes one byte that is not a register's number.
    func write(byte: UInt8) throws(BusError)

    /// Reads up to four bytes without naming a register; the first one is the most significant.
    func read(count: Int) throws(BusError) -> UInt32

    /// Now, on a clock that runs while ``pause(_:)`` waits.
    var now: Instant { get }

    /// Waits.
    func pause(_ duration: Duration)
}

/// The place of a transfer: a chip on a bus, or a file of the kernel's.
package struct BusPlace: Equatable, Sendable {
    /// `/dev/i2c-1`, or the file that is read.
    package let path: String
    /// The chip's address; `nil` for a file.
    package let address: UInt8?

    package init(_ path: String, address: UInt8? = nil) {
        self.path = path
        self.address = address
    }
}

extension BusPlace: CustomStringConvertible {
    /// `0x48 on /dev/i2c-1`
    package var description: String {
        guard let address else { return path }
        return "\(address.hexadecimal) on \(path)"
    }
}

extension UInt8 {
    /// `0x48`
    package var hexadecimal: String {
        (self < 16 ? "0x0" : "0x") + String(self, radix: 16)
    }
}

extension Bus {
    /// Polls a millisecond apart until `isReady`, for at most `bound`.
    func poll(
        for bound: Duration,
        until isReady: () throws(BusError) -> Bool
    ) throws(BusError) {
        let deadline = now.advanced(by: bound)
        while try !isReady() {
            guard now < deadline else { throw BusError(.convert, .timedOut, at: place) }
            pause(.milliseconds(1))
        }
    }
}

extension ConverterScale {
    /// A code with the voltage that it stands for.
    func conversion(of code: Int32) -> Conversion {
        Conversion(code: code, volts: volts(code: code), isAtTop: code >= codes.upperBound)
    }
}
