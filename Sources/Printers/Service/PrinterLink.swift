import Chamber
package import Surroundings
package import System
import Threads

/// A connection to one printer, in a thread of its own; its news go to a ``NewsSink``.
package protocol PrinterLink: AnyObject, Sendable {
    /// Connects to the printer, and again, until ``stop()``. Once only.
    func start() throws(SystemError)

    /// Ends the connection, within ``PrinterLimits/longestStop`` whatever hangs. Called on the
    /// service's thread; later news are dropped.
    func stop()

    /// Sends a command. `answer` is called exactly once, on any thread, also where the link ends
    /// first.
    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void)

    /// Shows a sentence where a person at the printer looks, if it has such a place.
    func show(_ sentence: String)

    /// What a program says of the printer, where it is one that is told of.
    func receive(_ report: ToldReport)
}

extension PrinterLink {
    package func show(_ sentence: String) {}
    package func receive(_ report: ToldReport) {}
}

/// Makes the link to a printer, which is not started yet.
package typealias PrinterLinkMaker =
    @Sendable (PrinterBinding, NewsSink) throws(SystemError) -> any PrinterLink

/// A search for printers on the local network, in a thread of its own; it ends on its own, with one
/// ``PrinterNews/found(_:)`` at the latest after 20 s.
package protocol PrinterSearch: AnyObject, Sendable {
    /// Starts the search. Once only.
    func start() throws(SystemError)

    /// Ends it within ``PrinterLimits/longestStop``; its result is dropped.
    func stop()
}

/// Receives the news of a link or a search, from any thread; a replaced one's are dropped.
package struct NewsSink: Sendable {
    /// News of the printer.
    package let publish: @Sendable (PrinterNews) -> Void
    /// Something worth remembering: state changes, not their repetition.
    package let record: @Sendable (DeviceEvent) -> Void

    package init(
        publish: @escaping @Sendable (PrinterNews) -> Void,
        record: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.publish = publish
        self.record = record
    }
}

/// Bounds that hold for every kind of printer.
enum PrinterLimits {
    /// How long ending a link may hold up the next one: a look-up of a name or a connection that
    /// hangs is left behind to end on its own.
    static let longestStop = Duration.seconds(2)
    /// Orders that wait for the service: more than any page sends between two turns.
    static let waitingOrders = 64
}
