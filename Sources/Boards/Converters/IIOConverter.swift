import Chamber
import Glibc

/// A converter that a driver of the kernel's industrial I/O reads.
///
/// `in_voltageN_raw`, and millivolts a step in `in_voltageN_scale` or `in_voltage_scale`
/// (`Documentation/ABI/testing/sysfs-bus-iio`).
package struct IIOConverter: Converter {
    /// Where the kernel shows its devices.
    package static let root = "/sys/bus/iio/devices"

    private let device: KernelDevice
    /// Each input's scale and offset as they were first found.
    private var known: [Int: Range] = [:]

    /// How a raw value becomes millivolts.
    private struct Range: Equatable {
        let millivolts: Double
        let offset: Double
    }

    /// The device at a path, or with a name below `root`.
    package init(_ device: String, root: String = Self.root) throws(BusError) {
        self.device = try KernelDevice(device, below: root)
    }

    package mutating func beginScan() {}

    /// The scale is read each time, because any program may change it.
    package mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let code = try device.code(in: "in_voltage\(channel)_raw")
        let range = try range(of: channel)
        guard known[channel] ?? range == range else {
            throw BusError(.readBack, .wasReset, at: device.place(of: Self.scaleFile(channel)))
        }
        // The reference proves the range of the inputs that share its scale, and of no other.
        guard known.values.allSatisfy({ $0.millivolts == range.millivolts }) else {
            throw BusError(
                .read,
                .malformed("\(range.millivolts.plain) is not the scale of the other inputs"),
                at: device.place(of: Self.scaleFile(channel))
            )
        }
        known[channel] = range
        return Conversion(
            code: code,
            volts: (Double(code) + range.offset) * range.millivolts / 1_000
        )
    }

    private func range(of channel: Int) throws(BusError) -> Range {
        let scales = [Self.scaleFile(channel), "in_voltage_scale"]
        let offsets = ["in_voltage\(channel)_offset", "in_voltage_offset"]
        guard let millivolts = try device.number(inFirstOf: scales) else {
            throw BusError(.open, errno: ENOENT, at: device.place(of: Self.scaleFile(channel)))
        }
        guard millivolts > 0 else {
            throw BusError(
                .read,
                .malformed("\(millivolts.plain) is no scale"),
                at: device.place(of: Self.scaleFile(channel))
            )
        }
        let offset = try device.number(inFirstOf: offsets) ?? 0
        return Range(millivolts: millivolts, offset: offset)
    }

    private static func scaleFile(_ channel: Int) -> String {
        "in_voltage\(channel)_scale"
    }
}
