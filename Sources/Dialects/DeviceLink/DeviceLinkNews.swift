/// What those who take updates tell of one that was handed on.
package enum DeviceLinkNews: Equatable, Sendable {
    /// Its bytes may come.
    case ready
    /// It was found right and starts in a moment; the sentences are for people.
    case accepted(String)
    /// It will not be taken, at whatever point that was found out: what happened and what to do.
    case refused(String)
}
