package import SwitchCore

/// Something worth remembering: what happened, when, why, and who asked.
package struct Event: Codable, Equatable, Sendable {
    /// What happened.
    package enum Kind: Codable, Equatable, Sendable {
        /// The controller began, with everything off.
        case started
        case poweredOn(OperatingMode, target: Celsius)
        case poweredOff(OffReason)
        case dryingStarted(target: Celsius, Duration)
        case dryingEnded
        case settingsChanged
        case latched(FaultRecord)
        /// The condition has gone and somebody asked: the store must remove the latch from the disk
        /// and say so with ``Wish/confirmLatchCleared(_:)``.
        case clearApproved(FaultNumber)
        case latchCleared(FaultCode)
        case warningRaised(FaultCode, value: Double, limit: Double)
        case warningEnded(FaultCode)
        /// Element temperature reached the foldback limit: power removed until it has cooled.
        case foldbackBegan(Celsius)
        case foldbackEnded(Celsius)
        case calibrationStarted
        /// It ended without a model: the one before stays.
        case calibrationFailed(CalibrationFailure, CalibrationFigures)
        /// Another model regulates and guards from now on.
        case modelAdopted(ModelChange)
        /// At the start: the model that was learned before is not used.
        case modelRefused(ModelRefusal)
        /// A soak is done; how long after the wish.
        case soakEnded(Duration, isSkipped: Bool)
    }

    /// When it happened, on the monotonic clock.
    package let at: Instant
    /// What happened.
    package let kind: Kind
    /// Who asked for it; the controller itself where nobody did.
    package let requester: Requester

    package init(at: Instant, kind: Kind, requester: Requester) {
        self.at = at
        self.kind = kind
        self.requester = requester
    }
}
