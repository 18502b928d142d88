import CGpiod
import Glibc

/// One output line of a fixture, held by this process: inactive from the moment that it is acquired.
///
/// No line of a heater: those are ``OutputLines``, which `hearth-switch` alone opens.
package final class PlainOutput {
    private let handle: OpaquePointer
    private let place: String

    /// Acquires a line of a chip. Throws a ``LineError`` where it is unavailable, as a heater's is.
    package init(
        _ line: LineReference,
        of chip: String,
        isActiveLow: Bool,
        for purpose: String
    ) throws(LineError) {
        let chip = try GPIOChip.open(chip)
        let number = try chip.number(of: line)
        let name = "bench \(purpose)"
        guard let handle = hearth_gpio_request_output(chip.handle, number, isActiveLow, name)
        else { throw try chip.refusal(of: line, number, for: purpose, errno: errno) }
        self.handle = handle
        place = "line \(line) of \(chip.label), for the \(purpose),"
    }

    deinit {
        hearth_gpio_set(handle, false)
        hearth_gpio_release(handle)
    }

    /// Makes the line active or inactive. Throws a ``LineError`` where the kernel does not do it.
    package func set(_ isActive: Bool) throws(LineError) {
        guard hearth_gpio_set(handle, isActive) == 0 else {
            let code = errno
            throw LineError(
                .other,
                errno: code,
                "\(place) cannot be set: \(LineError.words(for: code))"
            )
        }
    }
}
