import Glibc

/// The levels of a chip's lines as what hangs on them sees them, whoever drives them.
protocol LineLevels {
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

    func isHigh(_ line: Int) -> Bool {
        guard let descriptor = descriptors[line] else { return false }
        var level: UInt8 = 0
        return pread(descriptor, &level, 1, 0) == 1 && level == UInt8(ascii: "1")
    }
}

/// The pins of a Raspberry Pi 0 to 3 by its registers (BCM2835 ARM Peripherals, section 6.1). What
/// is no output is pulled down by the relay.
final class RaspberryPiLevels: LineLevels {
    /// The GPIO block of a BCM2837, and the one page that holds it.
    private static let address = 0x3f20_0000
    private static let size = 4096
    /// GPFSEL0: 3 bits a pin, 10 pins a word; 001 is an output.
    private static let functionSelect = 0x00
    /// GPLEV0: a bit a pin.
    private static let level = 0x34

    private let registers: UnsafeMutableRawPointer

    init() throws(LabFailure) {
        let path = "/dev/mem"
        let descriptor = open(path, O_RDONLY | O_SYNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw SmallFile.failure(path) }
        defer { close(descriptor) }
        let mapped = mmap(nil, Self.size, PROT_READ, MAP_SHARED, descriptor, off_t(Self.address))
        guard let mapped, mapped != MAP_FAILED else { throw SmallFile.failure(path) }
        registers = mapped
    }

    deinit {
        munmap(registers, Self.size)
    }

    func isHigh(_ line: Int) -> Bool {
        let functions = registers.load(
            fromByteOffset: Self.functionSelect + line / 10 * 4,
            as: UInt32.self
        )
        guard functions >> UInt32(line % 10 * 3) & 7 == 1 else { return false }
        let levels = registers.load(fromByteOffset: Self.level, as: UInt32.self)
        return levels >> UInt32(line) & 1 == 1
    }
}
