import Chamber

/// Something worth remembering that the controller had no part in: the printer's, the network's, an
/// update's.
///
/// It never arises in a step, which must not allocate.
package struct DeviceEvent: Equatable, Sendable {
    /// What it is about.
    package enum Subject: CaseIterable, Sendable {
        case printer
        case network
        case update
        case access
        case page
    }

    /// By which people filter events.
    package let subject: Subject
    /// Something went wrong or was refused.
    package let isTrouble: Bool
    /// What happened and what to do, in one line for people. Never a secret.
    package let text: String

    package init(_ subject: Subject, isTrouble: Bool, _ text: String) {
        self.subject = subject
        self.isTrouble = isTrouble
        self.text = text
    }
}

extension DeviceEvent.Subject {
    /// The word for an event of this subject outside the program: once released, never changed.
    package var eventWord: String {
        switch self {
        case .printer: "printer_news"
        case .network: "network_news"
        case .update: "update_news"
        case .access: "access_news"
        case .page: "page_news"
        }
    }
}
