import Boards
import Chamber
import SwitchCore
import Testing

/// A bus with a script of every transfer, to the byte; the script must be used up.
final class ScriptedBus: Bus {
    /// One transfer, without the address, or a wait.
    enum Step: Equatable {
        case write([UInt8])
        /// Writes, then reads after a repeated start.
        case writeRead([UInt8], [UInt8])
        case read([UInt8])
        /// The next transfer, whatever it is, ends with this error number.
        case fail(errno: CInt)
        case pause(Duration)
    }

    static let place: BusPlace = BusPlace("/dev/i2c-1", address: 0x48)

    let place: BusPlace = ScriptedBus.place
    private var script: [Step]
    private(set) var now = Instant(nanoseconds: 0)

    init(_ script: [Step]) {
        self.script = script
    }

    /// The steps that were not used.
    var left: [Step] { script }

    func write(register: UInt8, word: UInt16) throws(BusError) {
        _ = try next(.write, .write([register, UInt8(word >> 8), UInt8(word & 0xFF)]))
    }

    func read(register: UInt8) throws(BusError) -> UInt16 {
        let answer = try next(.read, .writeRead([register], []))
        return UInt16(answer.number)
    }

    func write(byte: UInt8) throws(BusError) {
        _ = try next(.write, .write([byte]))
    }

    func read(count: Int) throws(BusError) -> UInt32 {
        let answer = try next(.read, .read([]))
        #expect(answer.count == count)
        return answer.number
    }

    func pause(_ duration: Duration) {
        now = now.advanced(by: duration)
        guard let step = script.first, case .pause = step else { return }
        #expect(step == .pause(duration))
        script.removeFirst()
    }

    /// The next step of the script, which must equal `asked` except for the answer.
    private func next(_ operation: BusError.Operation, _ asked: Step) throws(BusError) -> [UInt8] {
        guard let step = script.first else {
            Issue.record("nothing left for \(asked)")
            throw BusError(operation, .other, at: place)
        }
        script.removeFirst()
        switch (step, asked) {
        case (.fail(let code), _):
            throw BusError(operation, errno: code, at: place)
        case (.write(let expected), .write(let bytes)) where expected == bytes:
            return []
        case (.writeRead(let expected, let answer), .writeRead(let bytes, _))
        where expected == bytes:
            return answer
        case (.read(let answer), .read):
            return answer
        default:
            Issue.record("\(asked) instead of \(step)")
            throw BusError(operation, .other, at: place)
        }
    }
}

extension [UInt8] {
    /// The first byte is the most significant.
    fileprivate var number: UInt32 {
        reduce(0) { $0 << 8 | UInt32($1) }
    }
}
