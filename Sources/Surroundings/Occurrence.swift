package import Chamber
package import SwitchCore

/// An event of the controller or of the device around it.
///
/// ``Event`` is the controller's own: it arises in the beat, so it has no text.
package struct Occurrence: Equatable, Sendable {
    /// What happened.
    package enum Kind: Equatable, Sendable {
        case controller(Event.Kind)
        case device(DeviceEvent)
    }

    /// When it happened, on the controller's clock.
    package let at: Instant
    /// Where it comes from, and what happened.
    package let kind: Kind
    /// Who caused it; ``Requester/controller`` where nobody asked for it.
    package let requester: Requester

    /// What there is to say beside the kind's words, such as what changed; `nil`: nothing.
    package let note: String?

    package init(at: Instant, kind: Kind, requester: Requester, note: String? = nil) {
        self.at = at
        self.kind = kind
        self.requester = requester
        self.note = note
    }

    /// The same with a note.
    package func noted(_ note: String?) -> Occurrence {
        Occurrence(at: at, kind: kind, requester: requester, note: note)
    }

    /// An event of the controller.
    package init(_ event: Event) {
        self.init(at: event.at, kind: .controller(event.kind), requester: event.requester)
    }

    /// What happened, in one line for people.
    package var text: String {
        note.map { "\(kind.sentence): \($0)" } ?? kind.sentence
    }

    /// What happened and who asked for it, in one line for people.
    package var sentence: String {
        guard requester.kind != .controller else { return text }
        return text + " (asked for by \(requester.kind.title))"
    }
}

extension Occurrence.Kind {
    /// The published name. A released name never changes and is never used for anything else.
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
