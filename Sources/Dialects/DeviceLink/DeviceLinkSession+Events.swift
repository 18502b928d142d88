package import Surroundings
package import Chamber

/// What comes into a session and what leaves it.
extension DeviceLinkSession {
    /// What happened; with the device as it is now, where something may be said about it.
    package enum Event {
        /// The connection has opened.
        case opened(DeviceLinkDevice)
        /// A text message came.
        case text(UnsafeRawBufferPointer, DeviceLinkDevice)
        /// A binary message came: a piece of the update.
        case piece(UnsafeRawBufferPointer, DeviceLinkDevice)
        /// News of the update that was handed on.
        case news(DeviceLinkNews, DeviceLinkDevice)
        /// Time has gone by; several times a second.
        case tick(DeviceLinkDevice)
        /// The connection is gone.
        case closed
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Send what became of a chunk.
        case acknowledge([UInt8])
        /// Send a JSON text.
        case reply([UInt8])
        /// Post a wish to the controller and send `reply`; where too many wishes wait, send `busy`.
        case post(Wish, reply: [UInt8], busy: [UInt8])
        /// Hand it to what surrounds the controller: the name, or a restart.
        case grant(DeviceWish)
        /// Hand it on to where the update is judged by its signature; what comes of it comes back as
        /// ``Event/news(_:_:)``.
        case transfer(DeviceLinkTransfer)
        /// Report what was wrong, in a sentence for people.
        case report(String)
    }
}
