import Chamber
import Glibc
import System

/// A folder of the kernel's that shows a converter as files: an IIO or a hwmon device.
struct KernelDevice {
    /// Without a slash at its end.
    let folder: String

    /// The device at a path, or the only one below `root` whose file `name` says `device`.
    init(_ device: String, below root: String) throws(BusError) {
        guard !device.hasPrefix("/") else {
            folder = device
            return
        }
        let found = try Self.entries(of: root).filter { entry in
            // A device without a name, or one that is being removed, does not match.
            do throws(BusError) {
                return try Self.text(of: "\(root)/\(entry)/name") == device
            } catch {
                return false
            }
        }
        let place = BusPlace(root)
        guard let first = found.first else {
            throw BusError(.find, errno: ENODEV, at: BusPlace("\(root)/*/name as \"\(device)\""))
        }
        guard found.count == 1 else {
            let others = found.sorted().map { "\(root)/\($0)" }.joined(separator: ", ")
            throw BusError(
                .find,
                .malformed("several are called \"\(device)\": \(others)"),
                at: place
            )
        }
        folder = "\(root)/\(first)"
    }

    /// The number in a file.
    func number(in file: String) throws(BusError) -> Double {
        let text = try Self.text(of: path(of: file))
        guard let number = Double(plain: text) else {
            throw BusError(
                .read,
                .malformed("\(text.quotedForMessage) is not a number"),
                at: place(of: file)
            )
        }
        return number
    }

    /// The whole number in a file.
    func code(in file: String) throws(BusError) -> Int32 {
        let number = try number(in: file)
        guard let code = Int32(exactly: number) else {
            throw BusError(
                .read,
                .malformed("\(number.plain) is not a code"),
                at: place(of: file)
            )
        }
        return code
    }

    /// The number in the first of these files that is there; `nil` where none is.
    func number(inFirstOf files: [String]) throws(BusError) -> Double? {
        for file in files where File.exists(path(of: file)) {
            return try number(in: file)
        }
        return nil
    }

    /// Where a file is, for messages.
    func place(of file: String) -> BusPlace {
        BusPlace(path(of: file))
    }

    private func path(of file: String) -> String {
        "\(folder)/\(file)"
    }

    /// A file's first line; such files hold one value.
    private static func text(of path: String) throws(BusError) -> String {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile(path, for: .reading)
        } catch {
            throw BusError(.open, errno: error.code, at: BusPlace(path))
        }
        do throws(SystemError) {
            // Longer than any number or name of the kernel's.
            let bytes = try file.read(64)
            return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        } catch {
            throw BusError(.read, errno: error.code, at: BusPlace(path))
        }
    }

    private static func entries(of folder: String) throws(BusError) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: folder)
        } catch {
            throw BusError(.open, errno: error.code, at: BusPlace(folder))
        }
    }
}

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
