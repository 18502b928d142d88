package import Dialects

/// Holds an update's messages back until its beginning is answered, so that the update thread never gets
/// a second beginning before it has answered the first. The longest update limits what it holds.
///
/// ```
///   open ──begin──▶ waiting ──ready──▶ open, with what was kept
///                      └─────refused──▶ open, without
/// ```
package struct TransferGate {
    private var isWaiting = false
    private var kept: [DeviceLinkTransfer] = []

    package init() {}

    /// Receives the next message; returns the messages to hand on now, in this order.
    package mutating func pass(_ transfer: DeviceLinkTransfer) -> [DeviceLinkTransfer] {
        guard isWaiting else {
            isWaiting = transfer.isBeginning
            return [transfer]
        }
        if case .givenUp = transfer {
            // An update that was not handed on yet disappears whole. Of the one that was, only this
            // message remains.
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

    /// The beginning was answered; returns the messages to hand on now, in this order.
    package mutating func open(isReady: Bool) -> [DeviceLinkTransfer] {
        let next = kept.firstIndex(where: \.isBeginning)
        // Up to the next beginning, whose answer must be waited for too.
        let count = next.map { $0 + 1 } ?? kept.count
        isWaiting = next != nil
        var released = Array(kept.prefix(count))
        kept.removeFirst(count)
        if !isReady { released.removeAll { !$0.isBeginning } }
        return released
    }

    /// The update that waits for its answer was given up, so nobody needs the answer.
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
