import CGpiod
import Glibc

/// A GPIO chip of this machine.
package final class GPIOChip {
    /// libgpiod's chip, for the calls that request a line.
    package let handle: OpaquePointer
    /// Its device file, `/dev/gpiochip0`.
    package let path: String
    /// The driver's name for the chip: `pinctrl-bcm2711`.
    package let label: String
    /// How many lines the chip has; they are numbered from 0.
    package let lineCount: UInt32

    private init(handle: OpaquePointer, path: String, label: String, lineCount: UInt32) {
        self.handle = handle
        self.path = path
        self.label = label
        self.lineCount = lineCount
    }

    deinit {
        hearth_gpio_close_chip(handle)
    }

    /// The present state of a line.
    package struct LineState: Equatable, Sendable {
        /// The line's name; empty: it has none.
        package let name: String
        /// The name that the holder gave itself, or `the kernel`; `nil`: the line is free.
        package let holder: String?
        /// This machine drives the line now.
        package let isOutput: Bool
    }

    /// Opens the chip with this label or device file. Throws a ``LineError`` that lists the chips
    /// present where the chip does not exist, or why none could be opened.
    package static func open(_ chip: String) throws(LineError) -> GPIOChip {
        if chip.hasPrefix("/") { return try open(path: chip) }
        var found: [GPIOChip] = []
        var refusal: LineError?
        for path in devicePaths() {
            do throws(LineError) {
                let candidate = try open(path: path)
                if candidate.label == chip { return candidate }
                found.append(candidate)
            } catch {
                refusal = error
            }
        }
        if let refusal, found.isEmpty { throw refusal }
        throw LineError(.unknownChip, "there is no GPIO chip \"\(chip)\" here; \(present(found))")
    }

    /// The chips of this machine that this user may open, in the order of their numbers.
    package static func all() -> [GPIOChip] {
        var chips: [GPIOChip] = []
        for path in devicePaths() {
            do throws(LineError) {
                chips.append(try open(path: path))
            } catch {
                // Only chips that can be opened are of use to the caller.
                continue
            }
        }
        return chips
    }

    /// Device files of GPIO chips, whether they can be opened or not.
    package static func devicePaths() -> [String] {
        guard let directory = opendir("/dev") else { return [] }
        defer { closedir(directory) }
        var numbers: [Int] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix("gpiochip"), let number = Int(name.dropFirst(8)) else { continue }
            numbers.append(number)
        }
        return numbers.sorted().map { "/dev/gpiochip\($0)" }
    }

    /// The number of a line. Throws a ``LineError`` where the chip has no such line.
    package func number(of line: LineReference) throws(LineError) -> UInt32 {
        switch line {
        case .number(let number):
            guard number < lineCount else {
                throw LineError(
                    .unknownLine,
                    "\(label) has no line \(number), only 0 to \(lineCount - 1); "
                        + "correct the board file"
                )
            }
            return number
        case .name(let name):
            let found = hearth_gpio_find_line(handle, name)
            guard found >= 0 else {
                throw LineError(
                    .unknownLine,
                    "\(label) has no line called \"\(name)\"; gpioinfo lists its lines"
                )
            }
            return UInt32(found)
        }
    }

    /// The present state of a line. Throws a ``LineError`` where the kernel does not say.
    package func state(of number: UInt32) throws(LineError) -> LineState {
        var info = hearth_gpio_line_info()
        guard hearth_gpio_get_line_info(handle, number, &info) == 0 else {
            let code = errno
            throw LineError(
                .other,
                errno: code,
                "line \(number) of \(path) cannot be inspected: \(LineError.words(for: code))"
            )
        }
        let consumer = text(&info.consumer)
        return LineState(
            name: text(&info.name),
            holder: info.is_used ? (consumer.isEmpty ? "the kernel" : consumer) : nil,
            isOutput: info.is_output
        )
    }

    private static func open(path: String) throws(LineError) -> GPIOChip {
        guard let handle = hearth_gpio_open_chip(path) else {
            let code = errno
            switch code {
            case ENOENT, ENOTTY, ENODEV, ENOTDIR:
                throw LineError(
                    .unknownChip,
                    errno: code,
                    "there is no GPIO chip \(path) here; \(present(path: path))"
                )
            case EACCES, EPERM:
                throw LineError(
                    .denied,
                    errno: code,
                    "\(path) may not be opened by this user; run as root, or join the group gpio"
                )
            default:
                throw LineError(
                    .other,
                    errno: code,
                    "\(path) cannot be opened: \(LineError.words(for: code))"
                )
            }
        }
        var info = hearth_gpio_chip_info()
        guard hearth_gpio_get_chip_info(handle, &info) == 0 else {
            let code = errno
            hearth_gpio_close_chip(handle)
            throw LineError(
                .other,
                errno: code,
                "\(path) does not give its name: \(LineError.words(for: code))"
            )
        }
        return GPIOChip(
            handle: handle,
            path: path,
            label: text(&info.label),
            lineCount: info.line_count
        )
    }

    private static func present(path: String) -> String {
        present(all().filter { $0.path != path })
    }

    private static func present(_ chips: [GPIOChip]) -> String {
        guard !chips.isEmpty else {
            return "this machine shows no GPIO chip at all; on a Raspberry Pi update the system"
        }
        return "present are "
            + chips.map { "\($0.label) (\($0.path), \($0.lineCount) lines)" }
            .joined(separator: ", ")
    }
}

extension GPIOChip {
    /// Holds a line of the chip `name` for each of `lines`, in their order. Throws a ``LineError`` and
    /// holds none where one is unavailable.
    package static func hold<Line>(
        _ lines: [Line],
        of name: String,
        _ request: (_ chip: GPIOChip, _ line: Line) throws(LineError) -> OpaquePointer
    ) throws(LineError) -> [OpaquePointer] {
        let chip = try open(name)
        var held: [OpaquePointer] = []
        for line in lines {
            do throws(LineError) {
                held.append(try request(chip, line))
            } catch {
                for handle in held { hearth_gpio_release(handle) }
                throw error
            }
        }
        return held
    }
}

/// The text in a fixed array of C characters that ends with a zero.
private func text<Characters>(_ characters: inout Characters) -> String {
    withUnsafeBytes(of: &characters) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
