import Chamber
import Dialects
import Pacing
import SwitchCore
import WebSocket

/// The link to a device-link server over WebSocket.
final class DeviceServerLink: DialledLink {
    /// 1.5 s is the first pause of the original device (source document); 30 s is Hearth's own limit.
    let backOff = BackOff(first: .milliseconds(1_500), longest: .seconds(30))
    let title = "The device server"
    let requester = Requester(.deviceLink)
    let address: WebSocketAddress

    private let conversation: DeviceConversation

    init(
        _ settings: LinkSettings.DeviceLink,
        at address: WebSocketAddress,
        _ services: LinkServices,
        at now: Instant
    ) {
        self.address = address
        conversation = DeviceConversation(settings, over: .webSocket, services, at: now)
    }

    func opened(at now: Instant) -> [[UInt8]] {
        [conversation.greeting(at: now)]
    }

    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        at now: Instant
    ) -> [[UInt8]] {
        conversation.received(message, isPiece: isBinary, at: now).all
    }

    func beat(isOpen: Bool, at now: Instant) -> [[UInt8]] {
        let answers = conversation.beat(at: now)
        return isOpen ? answers.all : []
    }

    func closed(at now: Instant) {
        conversation.closed(at: now)
    }
}

extension DeviceConversation.Answers {
    /// All messages in one list: a WebSocket has no topics.
    fileprivate var all: [[UInt8]] { acknowledgements + replies }
}
