import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Reports trouble with one other side at most once a minute, so that a flood does not fill the log.
final class LinkReporter {
    private let requester: Requester
    private let services: LinkServices
    private var limiter = Limiter(every: .minutes(1))

    init(_ requester: Requester, _ services: LinkServices) {
        self.requester = requester
        self.services = services
    }

    /// Reports that a message was ignored, refused or lost.
    func report(_ text: String, at now: Instant) {
        guard let held = limiter.pass(at: now) else { return }
        let more = held == 0 ? "" : " (\(held) similar messages before it)"
        services.record(DeviceEvent(.network, isTrouble: true, text + more), requester)
    }
}
