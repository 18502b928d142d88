package import SwitchCore

/// A board whose hardware could not be opened when the service began: the bus is not enabled, a chip is
/// missing, another program holds a line. Tries again now and then.
package struct ClosedBoard {
    /// How often to try. Opening takes some milliseconds of a small board's processor.
    private static let pause = Duration.seconds(3)

    private let reason: String
    private let attempt: () throws(StartError) -> Void
    private var next: Instant?

    /// - Parameters:
    ///   - reason: why it could not be opened.
    ///   - attempt: opens the hardware and closes it, every line off.
    package init(_ reason: String, attempt: @escaping () throws(StartError) -> Void) {
        self.reason = reason
        self.attempt = attempt
    }

    /// Whether the hardware can be opened now, or cannot for another reason: a new start uses or tells it.
    package mutating func hasChanged(at now: Instant) -> Bool {
        let isDue = next.map { now >= $0 } ?? false
        guard next == nil || isDue else { return false }
        next = now.advanced(by: Self.pause)
        guard isDue else { return false }
        do throws(StartError) {
            try attempt()
            return true
        } catch {
            return error.message != reason
        }
    }
}
