import CGpiod
package import Lines

/// One input line whose level is read now and then: a fixture's witness.
package final class LevelLine {
    private let handle: OpaquePointer

    /// Acquires a line of a chip. Throws a ``LineError`` where it is unavailable.
    package init(
        _ line: LineReference,
        of chip: String,
        isActiveLow: Bool,
        bias: LineBias,
        for purpose: String
    ) throws(LineError) {
        handle = try GPIOChip.open(chip).requestInput(
            line,
            isActiveLow: isActiveLow,
            bias,
            consumer: "bench \(purpose)",
            for: purpose
        )
    }

    deinit { hearth_gpio_release(handle) }

    /// Whether the line is active; `nil`: it cannot be read.
    package var isActive: Bool? {
        let level = hearth_gpio_get(handle)
        return level < 0 ? nil : level == 1
    }
}
