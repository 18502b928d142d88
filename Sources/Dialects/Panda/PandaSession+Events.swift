package import Chamber
package import Surroundings

/// What comes into a session and what leaves it.
extension PandaSession {
    /// What happened.
    package enum Event {
        /// The client sent a message while this was the state; `ticket` gives unused numbers.
        case received(PandaMessage, PandaOperation, ticket: () -> UInt64)
        /// The wish with this ticket was decided, or lost.
        case decided(UInt64)
        /// The same of a wish about the device.
        case decidedDevice(UInt64, isDone: Bool)
        /// The dump with this state in it is being sent.
        case dumped(PandaOperation)
        /// Ten times a second: the state, and the heater's latched fault.
        case beat(PandaOperation, FaultNumber?)
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Post the wish; where the queue is full, say so with ``Event/decided(_:)``.
        case post(WishEnvelope)
        /// Post the wish; where the ticket is not 0, hand its outcome over with
        /// ``Event/decidedDevice(_:isDone:)``.
        case postDevice(DeviceWish, ticket: UInt64 = 0)
        /// Send these bytes to this client.
        case send([UInt8])
        /// Send the dump to this client, and say so with ``Event/dumped(_:)``.
        case sendDump
        /// Send the state of the beat to this client: the frame is the same for all.
        case sendOperation
        /// Send the frame of a fault of the heater to this client.
        case sendFault
        /// Send this language to every client.
        case tellLanguage(DeviceProfile.Language)
    }
}
