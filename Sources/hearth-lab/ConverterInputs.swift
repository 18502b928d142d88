import Glibc

/// The voltages at the converter's pins: the file that `lab-ads1115` follows
/// (`lab/devices/ads1115/registers.h`, `struct inputs`).
final class ConverterInputs {
    private static let size = 24
    private static let faultOffset = 16
    private static let noAcknowledge: UInt32 = 1

    private let memory: UnsafeMutableRawPointer

    init(_ path: String) throws(LabFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0, ftruncate(descriptor, off_t(Self.size)) == 0 else {
            throw SmallFile.failure(path)
        }
        defer { close(descriptor) }
        let access = PROT_READ | PROT_WRITE
        let mapped = mmap(nil, Self.size, access, MAP_SHARED, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else { throw SmallFile.failure(path) }
        memory = mapped
    }

    deinit {
        munmap(memory, Self.size)
    }

    /// Sets the voltage of one of the four inputs.
    func set(_ channel: Int, volts: Double) {
        guard (0..<4).contains(channel) else { return }
        let microvolts = Int32((volts * 1e6).rounded())
        memory.storeBytes(of: microvolts, toByteOffset: channel * 4, as: Int32.self)
    }

    /// Removes the converter from its bus, or puts it back.
    func setGone(_ isGone: Bool) {
        let fault: UInt32 = isGone ? Self.noAcknowledge : 0
        memory.storeBytes(of: fault, toByteOffset: Self.faultOffset, as: UInt32.self)
    }
}
