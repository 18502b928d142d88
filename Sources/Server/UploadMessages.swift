/// What the server tells of an upload that it began while it arrives, in this order.
package enum UploadStep: Sendable {
    /// The next bytes.
    case part([UInt8])
    /// All bytes have been told: what becomes of it is to be told by
    /// ``ServerBackend/collectUploadOutcomes()``.
    case end
    /// Its client has gone: nothing is to be kept of it, and that is to be told the same way.
    case cutOff
}

/// What became of an upload.
package struct UploadOutcome: Equatable, Sendable {
    /// The new version starts in a moment.
    package let isAccepted: Bool
    /// It said that it is an update.
    package let isFirmware: Bool
    /// What happened and what to do, for people.
    package let text: String

    package init(isAccepted: Bool, isFirmware: Bool = true, text: String) {
        self.isAccepted = isAccepted
        self.isFirmware = isFirmware
        self.text = text
    }
}
