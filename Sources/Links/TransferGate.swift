package import Dialects

/// Keeps what a server sends of an update until its beginning was answered, so that who is busy is never
/// handed more than one, however often a server begins again. What it keeps is bounded by the longest update.
///
/// ```
///   open ──begin──▶ waiting ──ready──▶ open, with what was kept
///                      └─────refused──▶ open, without
/// ```
package struct TransferGate {
    private var isWaiting = false
    private var kept: [DeviceLinkTransfer] = []

    package init() {}

    /// What is said next; returns what is to be handed on now, in this order.
    package mutating func pass(_ transfer: DeviceLinkTransfer) -> [DeviceLinkTransfer] {
        guard isWaiting else {
            isWaiting = transfer.isBeginning
            return [transfer]
        }
        if case .givenUp = transfer {
            // Of one that nobody has heard of nothing is left, of the one before the word alone.
            if let index = kept.lastIndex(where: \.isBeginning) {
                kept.removeSubrange(index...)
            } else {
                kept = [transfer]
            }
        } else {
            kept.append(transfer)
        }
        return []
    }

    /// The beginning was answered; returns what is to be handed on now, in this order.
    package mutating func open(isReady: Bool) -> [DeviceLinkTransfer] {
        let next = kept.firstIndex(where: \.isBeginning)
        // Up to the next beginning, which is waited for again.
        let count = next.map { $0 + 1 } ?? kept.count
        isWaiting = next != nil
        var released = Array(kept.prefix(count))
        kept.removeFirst(count)
        if !isReady { released.removeAll { !$0.isBeginning } }
        return released
    }

    /// The update that is waited for was given up: its answer is nobody's any more.
    package var isSuperseded: Bool {
        kept.contains { transfer in
            if case .givenUp = transfer { true } else { false }
        }
    }
}

extension DeviceLinkTransfer {
    fileprivate var isBeginning: Bool {
        if case .begin = self { true } else { false }
    }
}
