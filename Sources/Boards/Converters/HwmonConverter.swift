/// A converter that a driver of the kernel's hardware monitoring reads: millivolts in `inN_input`
/// (`Documentation/hwmon/sysfs-interface`).
package struct HwmonConverter: Converter {
    /// Where the kernel shows its devices.
    package static let root = "/sys/class/hwmon"

    private let device: KernelDevice

    /// The device at a path, or with a name below `root`.
    package init(_ device: String, root: String = Self.root) throws(BusError) {
        self.device = try KernelDevice(device, below: root)
    }

    package mutating func beginScan() {}

    package mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let millivolts = try device.code(in: "in\(channel)_input")
        return Conversion(code: millivolts, volts: Double(millivolts) / 1_000)
    }
}
