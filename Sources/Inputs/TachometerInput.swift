import CGpiod
import Glibc
package import Lines
import MachineClock
import SwitchCore

/// A blower's tachometer line, held by this process and read in the controller's beat.
///
/// A read takes the waiting edges; it neither waits nor allocates.
package final class TachometerInput {
    /// No kernel keeps more edges of one line.
    private static let mostEdges = 64

    private let handle: OpaquePointer?
    private var counter: PulseCounter

    /// Acquires a line of a chip, with the chip's pull-up: a tachometer is an open collector. Throws a
    /// ``LineError`` where the line is unavailable.
    package init(_ line: LineReference, of chip: String) throws(LineError) {
        let handles = try GPIOChip.hold([line], of: chip) {
            (chip: GPIOChip, line: LineReference) throws(LineError) -> OpaquePointer in
            try chip.requestInput(
                line,
                isActiveLow: true,
                .pullUp,
                consumer: "hearth tachometer",
                for: "tachometer"
            )
        }
        handle = handles.first
        counter = PulseCounter(at: .monotonic())
    }

    deinit {
        if let handle { hearth_gpio_release(handle) }
    }

    /// The pulses since the last call.
    package func collectPulses() -> Int {
        guard let handle else { return 0 }
        let descriptor = hearth_gpio_descriptor(handle)
        for _ in 0..<Self.mostEdges {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 0) == 1 else { break }
            var edge = hearth_gpio_edge()
            guard hearth_gpio_read_edge(handle, &edge) == 0 else { break }
            if edge.is_active {
                counter.receive(at: .monotonic(whenAwake: edge.nanoseconds))
            }
        }
        return counter.collect(at: .monotonic())
    }
}
