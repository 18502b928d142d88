import Chamber

/// Tells of trouble with one other side, no more than once a minute.
final class LinkReporter {
    private let requester: Requester
    private let services: LinkServices
    private var gate = TroubleGate()

    init(_ requester: Requester, _ services: LinkServices) {
        self.requester = requester
        self.services = services
    }

    /// Something was ignored, refused or lost.
    func tell(_ text: String, at now: Instant) {
        guard let text = gate.pass(text, at: now) else { return }
        services.note(DeviceEvent(.network, isTrouble: true, text), requester)
    }
}
