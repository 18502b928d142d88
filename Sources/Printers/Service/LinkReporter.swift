import Chamber
import Pacing
package import Surroundings
package import SwitchCore

/// Reports the link to a printer: each change once, without a flood of events.
package struct LinkReporter: Sendable {
    /// How often the same state is worth an event.
    private static let betweenEvents = Duration.minutes(10)

    private let title: String
    private var limiters: [PrinterLinkState: Limiter] = [:]
    private var shown: (state: PrinterLinkState, trouble: String)?

    /// - Parameter title: the printer, at the beginning of a sentence.
    package init(_ title: String) {
        self.title = title
    }

    /// The state of the link that was reported last; `nil`: none yet.
    package var state: PrinterLinkState? { shown?.state }

    /// The news and the event of a change; nothing where nothing has changed.
    package mutating func show(
        _ state: PrinterLinkState,
        _ trouble: String,
        at now: Instant
    ) -> (news: PrinterNews, event: DeviceEvent?)? {
        let before = shown
        guard before?.state != state || before?.trouble != trouble else { return nil }
        shown = (state, trouble)
        let news = PrinterNews.link(state, trouble: trouble)
        // A start, or a break that may be over in a second.
        guard before?.state != state, state != .connecting, isDue(state, at: now) else {
            return (news, nil)
        }
        let words = trouble.isEmpty ? "\(title) reports." : "\(title): \(trouble)".asSentence
        let isTrouble = state != .connected
        return (news, DeviceEvent(.printer, isTrouble: isTrouble, words))
    }

    private mutating func isDue(_ state: PrinterLinkState, at now: Instant) -> Bool {
        limiters[state, default: Limiter(every: Self.betweenEvents)].allows(at: now)
    }
}
