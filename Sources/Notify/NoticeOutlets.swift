import Cryptography
import MachineClock
import SwitchCore
import Synchronization
import System

/// Every way out of a heater's messages.
final class NoticeOutlets: Sendable {
    private let host: NotifyHost
    let ways: [NotifyWay]
    let broker: NoticeBox?
    private let kinds: Set<Notice.Kind>
    private let posted = Atomic<UInt64>(0)

    init(_ settings: NotifySettings, _ host: NotifyHost) throws(SystemError) {
        self.host = host
        kinds = Set(settings.kinds)
        broker = settings.usesBroker ? NoticeBox() : nil
        var ways: [NotifyWay] = []
        let sender = host.sender
        if let target = settings.ntfy {
            let token = settings.ntfyToken
            let delivery = NoticeDelivery(target: target) { (notice) throws(CryptographyError) in
                NoticePost(ntfy: notice, from: sender(), token: token)
            }
            ways.append(try NotifyWay("ntfy", delivery, record: host.record))
        }
        if let target = settings.webhook {
            let secret = settings.webhookSecret
            let delivery = NoticeDelivery(target: target) { (notice) throws(CryptographyError) in
                try NoticePost(webhook: notice, from: sender(), secret: secret)
            }
            ways.append(try NotifyWay("webhook", delivery, record: host.record))
        }
        self.ways = ways
    }

    /// Posts a message to every way, unless the owner does not want its kind.
    func post(_ finding: NoticeWatch.Finding) {
        guard kinds.contains(finding.kind) else { return }
        let notice = notice(finding.kind, finding.text)
        for way in ways where !way.post(.notice(notice)) {
            host.record(
                "Not sent to \(way.place), as too many wait: \(notice.words)",
                true
            )
        }
        postToBroker(notice)
    }

    /// A message with the next number.
    func notice(_ kind: Notice.Kind, _ text: String) -> Notice {
        Notice(
            posted.wrappingAdd(1, ordering: .relaxed).newValue,
            kind,
            text,
            at: .monotonic(),
            wallMilliseconds: host.wallMilliseconds()
        )
    }

    func postToBroker(_ notice: Notice) {
        let left = broker?.post(notice, notice.encoded(from: host.sender()))
        if let left {
            host.record("Not sent to the MQTT broker, as too many wait: \(left.words)", true)
        }
    }
}
