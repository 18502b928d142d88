package import Chamber
import SwitchCore

/// A digest of a step's outputs: a byte for each part, so that a difference can be located.
package struct OutputDigest: Equatable, Sendable {
    /// The parts, in the order of their bytes.
    package enum Part: Int, CaseIterable, Sendable {
        case probes, operation, guards, totals

        /// The part's name for people.
        package var title: String {
            switch self {
            case .probes: "the probes' temperatures and conditions"
            case .operation: "settings, mode, set point or duty"
            case .guards: "faults, warnings, leases or events"
            case .totals: "times, counts or energy"
            }
        }
    }

    /// The lowest byte is the first ``Part``.
    package let bytes: UInt32

    package init(bytes: UInt32) {
        self.bytes = bytes
    }

    /// The first part in which two differ.
    package func firstDifference(from other: OutputDigest) -> Part? {
        Part.allCases.first { part in
            (bytes ^ other.bytes) >> UInt32(part.rawValue * 8) & 0xFF != 0
        }
    }

    /// The digest of all of a step's outputs.
    package init(_ actions: Actions) {
        let parts = (
            Self.probes(actions.snapshot), Self.operation(actions), Self.guards(actions),
            Self.totals(actions)
        )
        bytes =
            UInt32(parts.0.byte) | UInt32(parts.1.byte) << 8 | UInt32(parts.2.byte) << 16
            | UInt32(parts.3.byte) << 24
    }

    private static func probes(_ snapshot: Snapshot) -> Mixer {
        var mixer = Mixer()
        mixer.mix(snapshot.chamber)
        mixer.mix(snapshot.chamberSecond)
        mixer.mix(snapshot.element)
        mixer.mix(snapshot.offsets.chamber.kelvins)
        mixer.mix(snapshot.offsets.chamberSecond.kelvins)
        mixer.mix(snapshot.offsets.element.kelvins)
        return mixer
    }

    private static func operation(_ actions: Actions) -> Mixer {
        let snapshot = actions.snapshot
        var mixer = Mixer()
        mixer.mix(snapshot.settings)
        mixer.mix(snapshot.settingsChangedBy)
        mixer.mix(snapshot.drying.isRunning)
        mixer.mix(snapshot.drying.remaining)
        mixer.mix(UInt64(snapshot.activity.rawValue))
        mixer.mix(UInt64(snapshot.offReason.rawValue))
        mixer.mix(snapshot.setPoint)
        mixer.mix(snapshot.duty.fraction)
        mixer.mix(snapshot.deliveredDuty.fraction)
        mixer.mix(snapshot.bed?.target)
        mixer.mix(snapshot.bed?.isPrinting ?? false)
        mixer.mix(snapshot.highestTarget)
        mixer.mix(snapshot.lowestTarget)
        mixer.mix(snapshot.guards)
        mixer.mix(snapshot.boardGuards)
        mixer.mix(snapshot.isSilenced)
        mixer.mix(UInt64(bitPattern: Int64(snapshot.longestDryingHours)))
        mixer.mix(snapshot.model)
        // Recordings from before there was a first warm-up keep their checksums.
        switch snapshot.calibrationState {
        case .missing, .calibrated: break
        case .provisional, .outdated, .outdatedProvisional:
            mixer.mix(UInt64(snapshot.calibrationState.rawValue))
        }
        mixer.mix(UInt64(snapshot.soak.map { $0.phase.rawValue + 1 } ?? 0))
        mixer.mix(UInt64(snapshot.calibration.map { $0.phase.rawValue + 1 } ?? 0))
        if let report = snapshot.calibrationReport {
            mixer.mix(UInt64(report.failure.map { $0.rawValue + 1 } ?? 0))
            mixer.mix(report.figures.slopeKelvinPerSecond)
            mixer.mix(report.figures.quality)
        }
        for outcome in actions.outcomes {
            mixer.mix(outcome.ticket)
            mixer.mix(outcome.answer)
        }
        return mixer
    }

    private static func guards(_ actions: Actions) -> Mixer {
        let snapshot = actions.snapshot
        var mixer = Mixer()
        mixer.mix(snapshot.isHeaterOn)
        mixer.mix(snapshot.isFanOn)
        mixer.mix(snapshot.isFoldedBack)
        mixer.mix(snapshot.latch)
        mixer.mix(snapshot.isClearing)
        // Health changes nothing but warnings, and older recordings keep their checksums.
        mixer.mix(UInt64(snapshot.warnings.rawBits))
        // Recordings from before there were contacts keep their checksums.
        if !snapshot.contacts.open.isEmpty { mixer.mix(UInt64(snapshot.contacts.open.rawBits)) }
        if let lease = snapshot.lease {
            mixer.mix(lease.requester)
            mixer.mix(lease.remaining)
        }
        for event in actions.events {
            mixer.mix(event.at)
            mixer.mix(event.mixedRequester)
            mixer.mix(event.kind)
        }
        return mixer
    }

    private static func totals(_ actions: Actions) -> Mixer {
        let snapshot = actions.snapshot
        var mixer = Mixer()
        mixer.mix(snapshot.at)
        mixer.mix(snapshot.step)
        mixer.mix(actions.command.leaseEnd)
        mixer.mix(snapshot.switchings)
        mixer.mix(snapshot.heaterOnTime)
        mixer.mix(snapshot.energyWattHours)
        return mixer
    }
}

extension Event {
    /// Recordings from before a clearing named the person who asked have the store in their checksums,
    /// and keep them.
    fileprivate var mixedRequester: Requester {
        if case .latchCleared = kind { return Requester(.store) }
        return requester
    }
}
