import Chamber
import SwitchCore
import WebSocket

/// What the parts of the server need to do their work in one call of the event loop.
struct ServingContext {
    let server: WebServer
    let backend: any ServerBackend
    let tickets: TicketSource
    let now: Instant
    let log: (String) -> Void
}

/// Numbers for wishes whose outcome somebody waits for; each is given once.
final class TicketSource {
    private var last: UInt64 = 0

    func next() -> UInt64 {
        last += 1
        return last
    }
}
