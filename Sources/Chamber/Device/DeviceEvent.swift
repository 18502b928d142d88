/// Something worth remembering that the controller had no part in: the printer's, the network's, an
/// update's.
///
/// It never arises in a step, which must not allocate.
package struct DeviceEvent: Codable, Equatable, Sendable {
    /// What it is about.
    package enum Subject: UInt8, CaseIterable, Codable, Sendable {
        case printer
        case network
        case update
        case access
        case page
    }

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
