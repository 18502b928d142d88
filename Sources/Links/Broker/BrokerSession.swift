import Chamber
package import Dialects
import Pacing
import Surroundings
import SwitchCore

/// What a device publishes and follows on one connection to a broker: a value without socket or clock.
///
/// ```
/// connected ──subscribe, echo──▶ settling ──echo, or 2 s──▶ settled: discovery, state, online
///                                                              │ repeated when Home Assistant
///                                                              ▼ starts, or the name changes
///                                                           lost: nothing renews the lease
/// ```
/// While settling, the session waits for the broker's retained messages: the discovery message of an
/// earlier run lists entities that no longer exist.
package struct BrokerSession: Sendable {
    /// The shortest time between two state messages that differ in measurements only.
    static let measurementPause = Duration.seconds(5)
    /// How long to wait for the broker's retained messages where no echo comes back.
    static let longestSettling = Duration.seconds(2)
    /// How many renewals fall into one lease: three echoes in a row may be lost.
    static let renewalsPerTerm = 4.0
    /// A start of Home Assistant wakes every device at once: each waits a different part of this time.
    static let longestSpread = Duration.seconds(3)
    /// The average rate of commands over the broker: enough for a slider that a person drags, and too
    /// low to fill the controller's queue.
    static let commandsPerSecond = 10

    enum Stage: Equatable {
        case away
        case settling(until: Instant)
        case settled
    }

    let settings: BrokerSettings
    var removal: BrokerRemoval
    var stage = Stage.away
    var traits: DeviceTraits
    var goneEntities: [String: String] = [:]
    var rediscoverAt: Instant?
    var toldState: HomeAssistantState?
    var readyTime = ReadyTime()
    var happenings = HomeAssistantEvents()
    var nextMeasurement = Instant.zero
    var nextStock = Instant.zero
    var echoNumber: UInt64 = 0
    var awaitedEcho: UInt64?
    var nextEcho = Instant.zero
    var isHomeAssistantGone = false
    var allowance = TokenBucket(burst: 20, perSecond: Self.commandsPerSecond)
    var notes = BrokerNotices()

    /// - Parameter earlier: the topics that an earlier run stored (``Effect/keep(_:)``); `nil`: unknown.
    package init(_ settings: BrokerSettings, _ traits: DeviceTraits, earlier: [String]?) {
        self.settings = settings
        self.traits = traits
        removal = BrokerRemoval(
            known: earlier,
            used: settings.keptTopics,
            possible: settings.retainedTopics
        )
    }

    /// No dialect is in use, and the broker keeps nothing of the device: it need not be asked.
    package var isNeedless: Bool { removal.isNeedless && !settings.speaksNotices }

    /// The requester of every wish that arrives over a broker.
    static let requester = Requester(.homeAssistant)

    // MARK: The connection

    mutating func connected(at now: Instant) -> [Effect] {
        stage = .settling(until: now.advanced(by: Self.longestSettling))
        toldState = nil
        goneEntities = [:]
        isHomeAssistantGone = false
        removal.restart()
        return subscriptions.map { .subscribe($0) } + [echo(at: now)]
    }

    mutating func lost() {
        stage = .away
        awaitedEcho = nil
        removal.restart()
    }

    /// What to publish before the connection is ended on purpose: the broker then does not publish the
    /// last will.
    func offlineMessages() -> [Effect] {
        guard settings.speaksHomeAssistant || settings.speaksStock else { return [] }
        guard !settings.isPassing else {
            return settings.keptTopics.map { .publish(.forgetting($0)) }
        }
        return [.publish(BrokerMessage(settings.availability, "offline", isRetained: true))]
    }

    private var subscriptions: [String] {
        let (topics, stock) = (settings.homeAssistant, settings.stock)
        var subscriptions = [settings.echo]
        guard settings.speaksHomeAssistant || settings.speaksStock else { return subscriptions }
        subscriptions += [topics.status, topics.heartbeat, settings.printerReport]
        if settings.speaksStock { subscriptions.append(stock.command) }
        if settings.speaksHomeAssistant {
            subscriptions += HomeAssistantCommand.allCases.map { topics.command($0) }
            subscriptions.append(topics.discovery)
        }
        return subscriptions
    }

    // MARK: Messages

    mutating func received(
        _ message: BrokerMessage,
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        switch message.topic {
        case settings.echo:
            return receiveRemoval(message) + receiveEcho(message)
        case settings.homeAssistant.discovery:
            // This session's own message comes back unretained; a retained one is an earlier run's.
            guard message.isRetained else {
                // Another client deleted the device, perhaps another device that had this id.
                if message.payload.isEmpty { rediscoverAt = now.advanced(by: spread) }
                return []
            }
            goneEntities = HomeAssistantDiscovery(traits, settings.homeAssistant)
                .gone(from: message.payload)
            return []
        case settings.homeAssistant.status:
            return receiveStatus(message, snapshot, at: now)
        default:
            return receiveCommand(message, snapshot, device, at: now)
        }
    }

    private mutating func receiveEcho(_ message: BrokerMessage) -> [Effect] {
        guard let awaited = awaitedEcho, message.text == String(awaited) else { return [] }
        awaitedEcho = nil
        if case .settling = stage { stage = .settled }
        guard settings.renewal == .presence, !isHomeAssistantGone else { return [] }
        return [renewal]
    }

    /// The broker has deleted the messages of earlier runs, so their topics need not be stored any more.
    private mutating func receiveRemoval(_ message: BrokerMessage) -> [Effect] {
        let number = message.text.flatMap { UInt64($0) }
        return removal.receive(number, upTo: echoNumber).map { [.keep($0)] } ?? []
    }

    private mutating func receiveStatus(
        _ message: BrokerMessage,
        _ snapshot: Snapshot,
        at now: Instant
    ) -> [Effect] {
        switch message.text {
        case "offline":
            isHomeAssistantGone = true
            guard snapshot.lease?.requester == Self.requester else { return [] }
            return notes.record(
                .gone,
                "Home Assistant has gone: the heat that was asked for over the broker ends within "
                    + "\(Int(settings.lease.inSeconds)) s unless it comes back.",
                at: now
            )
        // A retained message may be out of date.
        case "online" where !message.isRetained:
            isHomeAssistantGone = false
            rediscoverAt = now.advanced(by: spread)
            let isOurs = snapshot.lease?.requester == Self.requester
            return settings.renewal == .presence && isOurs ? [renewal] : []
        default:
            return []
        }
    }

    /// Renews the lease; the session too where the owner says so.
    var renewal: Effect {
        let wish = settings.renewsSession ? Wish.renewSession : .renewLease
        return .post(WishEnvelope(wish, from: Self.requester))
    }

    /// This device's part of ``longestSpread``, from its identity: two devices rarely have the same.
    private var spread: Duration {
        let number = settings.id.utf8.reduce(UInt32(17)) { $0 &* 31 &+ UInt32($1) }
        return Self.longestSpread * Double(number % 1_000) / 1_000
    }
}
