import Glibc

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
            // A device without a name, or one that is just going, is another one.
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
        for file in files where access(path(of: file), F_OK) == 0 {
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
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw BusError(.open, errno: errno, at: BusPlace(path))
        }
        defer { close(descriptor) }
        // Longer than any number or name of the kernel's.
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw BusError(.read, errno: errno, at: BusPlace(path))
        }
        return String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
    }

    private static func entries(of folder: String) throws(BusError) -> [String] {
        guard let directory = opendir(folder) else {
            throw BusError(.open, errno: errno, at: BusPlace(folder))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
