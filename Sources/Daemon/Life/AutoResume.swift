package import Chamber
import MachineClock
package import Surroundings
package import SwitchCore

/// Turns mode auto on again after a start (`resume_auto: yes`): only where it was on when the last run
/// ended, nothing is latched, nobody has decided otherwise, and the bound printer reports that its print
/// runs. A value without clock; it is asked twice a second until it is over.
package struct AutoResume {
    /// What to do.
    package enum Effect: Equatable {
        /// Turn mode auto on.
        case resume
        /// It is over; the text is for people, and empty where they know.
        case end(DeviceEvent?)
    }

    /// A printer starts within minutes; a print that begins later than this is another one.
    package static let patience = Duration.minutes(15)

    private let until: Instant

    /// Begins at the service's start.
    package init(at now: Instant) {
        until = now.advanced(by: Self.patience)
    }

    /// - Parameter hasBeenDecided: a person or a program has wished for heat, its end or a mode since the
    ///   start.
    package func step(
        _ snapshot: Snapshot,
        _ status: DeviceStatus,
        hasBeenDecided: Bool,
        at now: Instant
    ) -> Effect? {
        let isAuto = snapshot.settings.mode == .auto
        if snapshot.settings.isOn, isAuto, snapshot.settingsChangedBy.kind == .printer {
            return .end(
                Self.event(
                    "Mode auto is on again: it was before the restart, and the print goes on."
                )
            )
        }
        guard !hasBeenDecided, !snapshot.settings.isOn, isAuto else { return .end(nil) }
        guard snapshot.latch == nil else { return .end(Self.refused("a fault is latched")) }
        guard status.printerLink != .unbound, !status.needsNoPrinter else {
            return .end(Self.refused("no printer is bound"))
        }
        guard now < until else {
            let words = "the printer has not reported a running print for \(Self.minutes) min"
            return .end(Self.refused(words))
        }
        // The report is fresh: the controller drops one that is older than a minute.
        guard status.printerLink == .connected, let bed = snapshot.bed, bed.isPrinting else {
            return nil
        }
        return .resume
    }

    private static let minutes = patience.components.seconds / 60

    private static func refused(_ words: String) -> DeviceEvent {
        event("Mode auto was on before the restart and stays off: \(words).")
    }

    private static func event(_ text: String) -> DeviceEvent {
        DeviceEvent(.printer, isTrouble: false, text)
    }
}

extension AutoResume {
    /// Looks, and does what follows.
    func look(_ core: Core) {
        guard core.resumeMark.isPending else { return }
        let effect = step(
            core.exchange.snapshot,
            core.device.view().status,
            hasBeenDecided: core.exchange.hasBeenDecided,
            at: .monotonic()
        )
        switch effect {
        case nil: return
        case .resume:
            _ = core.exchange.resumeAuto()
        case .end(let event):
            core.resumeMark.settle()
            if let event { core.events.record(event, from: .controller) }
        }
    }
}
