import Chamber

/// An event outside the controller: of the printer, the network, an update, access or the page.
///
/// The controller's step never makes one: the text allocates, and a step must not.
package struct DeviceEvent: Equatable, Sendable {
    /// What the event is about.
    package enum Subject: CaseIterable, Sendable {
        case printer
        case network
        case update
        case access
        case page
        /// Events of the controller that were counted instead of listed.
        case controller
    }

    /// Users filter events by it.
    package let subject: Subject
    /// The event is about a failure or a refusal.
    package let isTrouble: Bool
    /// What happened and what to do, in one line for people. It never contains a secret.
    package let text: String

    /// An event; strangers' characters in `text` are made harmless (`String.harmless`).
    package init(_ subject: Subject, isTrouble: Bool, _ text: String) {
        self.subject = subject
        self.isTrouble = isTrouble
        self.text = text.harmless
    }
}

extension DeviceEvent.Subject {
    /// The published name of an event of this subject. A released name never changes.
    package var eventWord: String {
        switch self {
        case .printer: "printer_news"
        case .network: "network_news"
        case .update: "update_news"
        case .access: "access_news"
        case .page: "page_news"
        case .controller: "controller_news"
        }
    }
}
