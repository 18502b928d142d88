import Chamber
import Dialects
import Pacing
import Surroundings
import SwitchCore
import System
import WebSocket

/// The link to a reefnet hub.
final class ReefnetLink: DialledLink {
    /// The protocol's fixed pause of 5 s (facts of the public hub).
    let backOff = BackOff(first: .seconds(5), longest: .seconds(5))
    let title = "The reefnet hub"
    let requester = Requester(.reefnet)
    var address: WebSocketAddress { settings.hub }

    /// How often the lease of the hub's heat is renewed while the hub is connected: often enough for the
    /// shortest lease, 10 s.
    private static let renewal = Duration.seconds(1)
    private static let signalPeriod = Duration.seconds(1)

    private let settings: LinkSettings.Reefnet
    private let hardwareAddress: String
    private let services: LinkServices
    private let reporter: LinkReporter
    private var session: ReefnetSession
    private let startedAt: Instant
    private var renewedAt: Instant?
    private var signal: (dbm: Int?, readAt: Instant)?

    init(
        _ settings: LinkSettings.Reefnet,
        hardwareAddress: String,
        _ services: LinkServices,
        at now: Instant
    ) {
        self.settings = settings
        self.hardwareAddress = hardwareAddress
        self.services = services
        reporter = LinkReporter(requester, services)
        session = ReefnetSession(
            settings.module,
            asked: services.snapshot().settings.target.degrees
        )
        startedAt = now
    }

    func opened(at now: Instant) -> [[UInt8]] {
        _ = session.step(.opened, at: now)
        return due(at: now)
    }

    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        at now: Instant
    ) -> [[UInt8]] {
        let effects = session.step(.received(message, services.snapshot()), at: now)
        return carryOut(effects, at: now) + due(at: now)
    }

    /// Carries out the session's effects; returns what to send.
    private func carryOut(_ effects: [ReefnetSession.Effect], at now: Instant) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        for effect in effects {
            switch effect {
            case .send(let frame):
                frames.append(frame)
            case .post(let wish):
                let envelope = WishEnvelope(wish, from: requester, lease: settings.lease)
                if services.post(envelope) { continue }
                reporter.report(
                    "A request of the reefnet hub was lost: too many are waiting.",
                    at: now
                )
                // The effects after a lost wish depend on it.
                return frames
            case .report(let trouble):
                reporter.report(trouble, at: now)
            }
        }
        return frames
    }

    func beat(isOpen: Bool, at now: Instant) -> [[UInt8]] {
        guard isOpen else { return [] }
        renewLease(at: now)
        return due(at: now)
    }

    func closed(at now: Instant) {}

    /// The reefnet protocol has no renewal, so a connected hub counts as one. A silent hub counts as
    /// disconnected within seconds; its heat then ends with the lease.
    private func renewLease(at now: Instant) {
        guard services.snapshot().lease?.requester == requester else { return }
        guard renewedAt.map({ now.duration(since: $0) >= Self.renewal }) ?? true else { return }
        renewedAt = now
        // If the queue is full, the renewal of the next second is enough.
        _ = services.post(WishEnvelope(.renewLease, from: requester))
    }

    /// The wireless network's strength, read once per status.
    private func signal(at now: Instant) -> Int? {
        if let signal, now.duration(since: signal.readAt) < Self.signalPeriod { return signal.dbm }
        let dbm = WirelessSignal.strongest()
        signal = (dbm, now)
        return dbm
    }

    private func due(at now: Instant) -> [[UInt8]] {
        let device = services.device()
        let status = device.status
        var network: ReefnetMoment.Network?
        if status.stationState == .connected, !status.address.hasPrefix("127.") {
            var known = ReefnetMoment.Network(address: status.address)
            known.hardwareAddress = hardwareAddress
            if status.isWireless {
                known.ssid = status.networkName
                known.signal = signal(at: now)
            }
            network = known
        }
        var moment = ReefnetMoment(
            services.snapshot(),
            uptime: now.duration(since: startedAt),
            wallMilliseconds: services.wallMilliseconds(),
            network: network
        )
        moment.earlierFault = services.earlierFault
        moment.autoReason = AutoReason(moment.snapshot, device)?.sentence
        return carryOut(session.step(.shown(moment), at: now), at: now)
    }
}
