/// What of an update is handed on while it arrives, in this order.
package enum DeviceLinkTransfer: Equatable, Sendable {
    /// One of so many bytes begins; of so many at most, where the server does not say.
    case begin(byteCount: Int)
    /// The next bytes.
    case part([UInt8])
    /// All of them were handed on, and they are what was announced.
    case end
    /// There will be no more, for this reason, to follow a colon: nothing is to be kept of it.
    case givenUp(String)
}
