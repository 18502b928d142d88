import Access
import Dialects
import MachineClock
import WebSocket

/// What a client sends behind the head of its request.
extension RequestHandler {
    func receivedBody(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID
    ) -> Response? {
        let request = FrontPages.Path(request).request
        if request.path == LoginGate.loginPath {
            return access.receivedLogin(body, of: request, from: peer, on: server, at: .monotonic())
        }
        if request.isForDragonBreath {
            return dragonBreath.receive(body, of: request, peer, context)
        }
        do {
            if request.path == OffForm.path {
                return awaited.post(try OffForm.wish, for: peer, isForm: true, context)
            }
            if request.path == APIRoutes.device.rawValue {
                return APIRoutes.grant(
                    try APIDeviceWish(parsing: body, limits: backend.snapshot()),
                    by: backend
                )
            }
            if request.path == APIRoutes.simulate.rawValue {
                let order = try APISimulation(parsing: body).order
                return APIRoutes.response(APISimulation.answer(backend.simulate(order)))
            }
            if request.path == APIRoutes.printer.rawValue {
                return order(try APIPrinterCommand(parsing: body), from: peer)
            }
            if request.path == APIRoutes.setup.rawValue {
                return describeBoard(body, from: peer)
            }
            if request.path == APIRoutes.settings.rawValue {
                return change(for: peer) { $0.change(body, reply: $1) }
            }
            if request.path == APIRoutes.password.rawValue {
                return change(for: peer) { $0.changePassword(body, reply: $1) }
            }
            if request.path == APIRoutes.printerReport.rawValue {
                return APIRoutes.receive(body, by: backend)
            }
            return awaited.post(try APIWish(parsing: body), for: peer, context)
        } catch {
            return APIRoutes.response(error)
        }
    }
}
