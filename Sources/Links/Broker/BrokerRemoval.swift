import SwitchCore

/// Deletes what the broker keeps of the device and is no longer in use: messages of other dialects, ids or
/// prefixes.
///
/// ```
/// pending ──connected: nothing to delete──────────────────▶ done
///    ▲  └──deleted, then an echo asked for──▶ asked ──echo──▶ ▲
///    └──────────────── lost ──────────────────┘
/// ```
/// The topics are stored before the messages that the broker keeps, and only the echo, which the broker
/// passes on after the deletions, takes them off the list: a power cut loses none.
struct BrokerRemoval: Sendable {
    /// What a connection has to do before anything else.
    struct Orders {
        /// The topics to store first; `nil`: the stored ones are right.
        var stored: [String]?
        /// The topics whose messages to delete; an echo must follow them where there are any.
        var deleted: [String] = []
    }

    private enum Stage: Equatable {
        case pending
        case asked(echo: UInt64, until: Instant)
        case done
    }

    /// How long the broker's answer may take.
    private static let patience = Duration.seconds(10)

    private var stage = Stage.pending
    /// Topics at which the broker may keep messages; `nil`: no run has stored any.
    private var known: [String]?
    /// The topics that are in use.
    private let used: [String]
    /// Every topic that a run of this id and prefix may have used.
    private let possible: [String]

    init(known: [String]?, used: [String], possible: [String]) {
        self.known = known
        self.used = used
        self.possible = possible
    }

    /// The broker keeps nothing of this device, and will not.
    var isNeedless: Bool { known == [] && used.isEmpty }

    /// Nothing is left to delete on this connection.
    var isDone: Bool { stage == .done }

    /// The broker has not answered in time: it does not pass the device's messages to itself.
    func isUnanswered(at now: Instant) -> Bool {
        guard case .asked(_, let until) = stage else { return false }
        return now >= until
    }

    /// A connection begins or is lost.
    mutating func restart() {
        stage = .pending
    }

    /// What is to be done; where something is deleted, ``ask(_:at:)`` must follow.
    mutating func begin() -> Orders {
        var orders = Orders()
        orders.deleted = (known ?? possible).filter { !used.contains($0) }
        let all = used + orders.deleted
        if known.map({ known in !all.allSatisfy(known.contains) }) ?? true {
            orders.stored = all
            known = all
        }
        if orders.deleted.isEmpty { stage = .done }
        return orders
    }

    /// The echo of this number was asked for after the deletions.
    mutating func ask(_ echo: UInt64, at now: Instant) {
        stage = .asked(echo: echo, until: now.advanced(by: Self.patience))
    }

    /// An echo has come back, of those up to `newest`; returns the topics to store where it proves the
    /// deletions.
    mutating func receive(_ echo: UInt64?, upTo newest: UInt64) -> [String]? {
        guard case .asked(let asked, _) = stage, let echo, asked <= newest,
            (asked...newest).contains(echo)
        else { return nil }
        stage = .done
        known = used
        return used
    }
}
