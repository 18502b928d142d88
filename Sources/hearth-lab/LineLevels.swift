import Boards
import CRegisters
import Glibc
import Lines

/// The levels of a chip's lines, as devices on them see them.
protocol LineLevels {
    /// Reads all levels.
    func look()

    /// Whether this line is driven high now.
    func isHigh(_ line: Int) -> Bool
}

/// A chip of the kernel's gpio-sim, by the folder that it has below `/sys/devices`.
final class SimulatedChipLevels: LineLevels {
    private var descriptors: [Int: CInt] = [:]

    init(_ folder: String, lines: [Int]) throws(LabFailure) {
        for line in lines {
            let path = "\(folder)/sim_gpio\(line)/value"
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SmallFile.failure(path) }
            descriptors[line] = descriptor
        }
    }

    deinit {
        for descriptor in descriptors.values { close(descriptor) }
    }

    func look() {}

    func isHigh(_ line: Int) -> Bool {
        guard let descriptor = descriptors[line] else { return false }
        var level: UInt8 = 0
        return pread(descriptor, &level, 1, 0) == 1 && level == UInt8(ascii: "1")
    }
}

/// The pins of a Raspberry Pi 0 to 3 by its registers (BCM2835 ARM Peripherals, section 6.1). What
/// is no output has the level that the board's wiring gives it.
///
/// Each look begins with the system timer: an observer of the emulator's register accesses learns
/// from it what time it is in the guest (`lab/machine/pin.py`).
final class RaspberryPiLevels: LineLevels {
    /// The GPIO block of a BCM2837, its system timer, and the one page that holds each.
    private static let pins = 0x3f20_0000
    private static let timer = 0x3f00_3000
    private static let size = 4096
    /// GPFSEL0: 3 bits a pin, 10 pins a word; 001 is an output.
    private static let functionSelect = 0x00
    /// GPLEV0: a bit a pin.
    private static let level = 0x34
    /// CLO: microseconds (section 12.1).
    private static let time = 0x04

    private let pins: UnsafeMutableRawPointer
    private let timer: UnsafeMutableRawPointer
    /// The words of GPFSEL that the lines are in, as last read.
    private var functions: [Int: UInt32] = [:]
    private var levels: UInt32 = 0
    private let pulledUp: Set<Int>

    /// - Parameter pulledUp: the lines that the wiring pulls up; all others are pulled down.
    init(lines: [Int], pulledUp: Set<Int>) throws(LabFailure) {
        self.pulledUp = pulledUp
        let path = "/dev/mem"
        let descriptor = open(path, O_RDONLY | O_SYNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw SmallFile.failure(path) }
        defer { close(descriptor) }
        let pages = [Self.pins, Self.timer].map { address in
            mmap(nil, Self.size, PROT_READ, MAP_SHARED, descriptor, off_t(address))
        }
        guard let pins = pages[0], let timer = pages[1], pins != MAP_FAILED, timer != MAP_FAILED
        else { throw SmallFile.failure(path) }
        self.pins = pins
        self.timer = timer
        for line in lines { functions[line / 10] = 0 }
    }

    deinit {
        munmap(pins, Self.size)
        munmap(timer, Self.size)
    }

    func look() {
        _ = hearth_read_register(timer, Self.time)
        for word in functions.keys {
            functions[word] = hearth_read_register(pins, Self.functionSelect + word * 4)
        }
        levels = hearth_read_register(pins, Self.level)
    }

    func isHigh(_ line: Int) -> Bool {
        guard let word = functions[line / 10], word >> UInt32(line % 10 * 3) & 7 == 1 else {
            return pulledUp.contains(line)
        }
        return levels >> UInt32(line) & 1 == 1
    }
}

/// One output of the board, followed from outside.
struct FollowedLine {
    let purpose: OutputPurpose
    /// Its number in the chip.
    let number: Int
    /// The wiring pulls it up.
    let isPulledUp: Bool
    private let isActiveLow: Bool
    private(set) var isOn = false

    /// `nil` where the board has no such output.
    init?(_ purpose: OutputPurpose, of board: BoardDescription) throws(LabFailure) {
        guard let output = board.lines?.outputs.first(where: { $0.purpose == purpose }) else {
            return nil
        }
        guard case .number(let number) = output.line else {
            throw LabFailure("the lab's board must give its lines by number", status: 78)
        }
        self.purpose = purpose
        self.number = Int(number)
        isPulledUp = output.idle == .pulledUp
        isActiveLow = output.isActiveLow
    }

    /// Reads the line; whether it changed.
    mutating func look(at levels: any LineLevels) -> Bool {
        let was = isOn
        isOn = levels.isHigh(number) != isActiveLow
        return isOn != was
    }
}
