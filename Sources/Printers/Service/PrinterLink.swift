import Chamber
package import Surroundings
package import System
import Threads

/// A connection to one printer, in a thread of its own; it tells through its ``NewsSink``.
package protocol PrinterLink: AnyObject, Sendable {
    /// Begins to reach the printer, and goes on until ``stop()``. Once only.
    func start() throws(SystemError)

    /// Ends the connection, within ``PrinterLimits/longestStop`` whatever hangs. Called on the
    /// service's thread; what is told afterwards is dropped.
    func stop()

    /// Has the printer do something. The answer is given exactly once, on any thread, also where the
    /// link ends before the printer has answered.
    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void)
}

/// Makes the link to a printer, which is not started yet.
package typealias PrinterLinkMaker =
    @Sendable (PrinterBinding, NewsSink) throws(SystemError) -> any PrinterLink

/// A search for printers on the local network, in a thread of its own; it ends by itself, with one
/// ``PrinterNews/found(_:)`` at the latest after 20 s.
package protocol PrinterSearch: AnyObject, Sendable {
    /// Begins to look. Once only.
    func start() throws(SystemError)

    /// Ends it within ``PrinterLimits/longestStop``; what it found counts no more.
    func stop()
}

/// Takes what a link or a search has to tell, from any thread; what comes from one that has been
/// replaced is dropped.
package struct NewsSink: Sendable {
    /// News of the printer.
    package let tell: @Sendable (PrinterNews) -> Void
    /// Something worth remembering: state changes, not their repetition.
    package let note: @Sendable (DeviceEvent) -> Void

    package init(
        tell: @escaping @Sendable (PrinterNews) -> Void,
        note: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.tell = tell
        self.note = note
    }
}

/// Bounds that hold for every kind of printer.
enum PrinterLimits {
    /// How long ending a link may hold up the next one: a look-up of a name or a connection that hangs
    /// is left behind to end by itself.
    static let longestStop = Duration.seconds(2)
    /// Orders that wait for the service: more than any page sends between two of its turns is a flood.
    static let waitingOrders = 64
}
