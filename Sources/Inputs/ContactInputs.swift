import CGpiod
import Glibc
package import Lines
import MachineClock
import SwitchCore

/// The contacts of a board, held by this process and read in the controller's beat.
///
/// A read takes the waiting edges first, then the level; it neither waits nor allocates.
package final class ContactInputs {
    /// The kernel keeps at most this many edges of a line (drivers/gpio/gpiolib-cdev.c); the level shows
    /// the result of any that are lost.
    private static let mostEdges = 64

    private let handles: [OpaquePointer]
    private var judges: [ContactJudge]

    /// Acquires the lines of a chip. Throws a ``LineError`` and holds no line where one is unavailable.
    package init(_ contacts: [ContactLine], of chip: String) throws(LineError) {
        let handles = try GPIOChip.hold(contacts, of: chip) {
            (chip: GPIOChip, contact: ContactLine) throws(LineError) -> OpaquePointer in
            try chip.requestInput(
                contact.line,
                isActiveLow: contact.isOpenLow,
                contact.bias,
                consumer: "hearth contact",
                for: "contact"
            )
        }
        let now = Instant.monotonic()
        self.handles = handles
        judges = handles.map { ContactJudge(isOpen: Self.readsOpen($0), at: now) }
    }

    deinit {
        for handle in handles { hearth_gpio_release(handle) }
    }

    /// Which contacts are open: bit n stands for the contact with the index n.
    package func openContacts() -> UInt8 {
        var open: UInt8 = 0
        for index in handles.indices {
            receiveEdges(of: index)
            judges[index].receive(reads: Self.readsOpen(handles[index]), at: .monotonic())
            if judges[index].isOpen { open |= 1 << UInt8(truncatingIfNeeded: index) }
        }
        return open
    }

    private func receiveEdges(of index: Int) {
        let descriptor = hearth_gpio_descriptor(handles[index])
        for _ in 0..<Self.mostEdges {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 0) == 1 else { return }
            var edge = hearth_gpio_edge()
            guard hearth_gpio_read_edge(handles[index], &edge) == 0 else { return }
            let time = Instant.monotonic(whenAwake: edge.nanoseconds)
            judges[index].receive(reads: edge.is_active, at: time)
        }
    }

    /// A line that cannot be read counts as an open contact.
    private static func readsOpen(_ handle: OpaquePointer) -> Bool {
        hearth_gpio_get(handle) != 0
    }
}
