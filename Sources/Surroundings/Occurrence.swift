package import Chamber
package import SwitchCore

/// Something worth remembering, whether the controller had a part in it or not.
///
/// Apart from ``Event``, which arises in the beat and so holds no text.
package struct Occurrence: Equatable, Sendable {
    /// What happened.
    package enum Kind: Equatable, Sendable {
        case controller(Event.Kind)
        case device(DeviceEvent)
    }

    /// By the monotonic clock.
    package let at: Instant
    /// From the controller or from what surrounds it.
    package let kind: Kind
    /// Who asked for it; the device itself where nobody did.
    package let requester: Requester

    package init(at: Instant, kind: Kind, requester: Requester) {
        self.at = at
        self.kind = kind
        self.requester = requester
    }

    /// An event of the controller.
    package init(_ event: Event) {
        self.init(at: event.at, kind: .controller(event.kind), requester: event.requester)
    }

    /// What happened and who asked for it, in one line for people.
    package var sentence: String {
        guard requester.kind != .controller else { return kind.sentence }
        return kind.sentence + " (asked for by \(requester.kind.title))"
    }
}

extension Occurrence.Kind {
    /// The word for it outside the program: once released, never changed and never used for
    /// anything else.
    package var word: String {
        switch self {
        case .controller(let kind): kind.word
        case .device(let event): event.subject.eventWord
        }
    }

    /// What happened, in one line for people.
    package var sentence: String {
        switch self {
        case .controller(let kind): kind.sentence
        case .device(let event): event.text
        }
    }
}
