import SwitchCore

/// The latched fault: one place, one writer, three states.
///
/// ```
/// free ──fault──▶ latched ──clear, condition gone──▶ clearing ──the disk is clear──▶ free
///                    ▲───────condition back, or the disk refused────────┘
/// ```
///
/// The disk is cleared before the memory: a power cut in between leaves the fault latched.
struct Latch: Codable {
    private enum State: Codable {
        case free
        case latched(FaultRecord)
        case clearing(FaultRecord, since: Instant)
    }

    /// The store must confirm within this time, or the fault stays latched. Two minutes allow for a
    /// slow disk, and for a simulation that runs many times faster than the disk.
    private static let patience = Duration.minutes(2)

    private var state = State.free
    private var lastNumber: FaultNumber
    /// Who asked last that the fault be cleared; `nil`: nobody since the start. Older recordings lack
    /// it.
    private var clearer: Requester?

    init(lastNumber: FaultNumber) {
        self.lastNumber = lastNumber
    }

    /// The latched fault; `nil` where none is.
    var record: FaultRecord? {
        switch state {
        case .free: nil
        case .latched(let record), .clearing(let record, _): record
        }
    }

    var isLatched: Bool { record != nil }

    /// Whether the store has been asked to clear the fault.
    var isClearing: Bool {
        switch state {
        case .clearing: true
        case .free, .latched: false
        }
    }

    /// The number of the next fault; never 0.
    private mutating func nextNumber() -> FaultNumber {
        lastNumber = lastNumber == .max ? 1 : lastNumber + 1
        return lastNumber
    }

    /// Restores the fault that was latched before the restart.
    mutating func restore(_ record: FaultRecord) {
        state = .latched(record)
        lastNumber = max(lastNumber, record.number)
    }

    /// Latches a hazard, and returns the new record; a fault that is already latched stays.
    mutating func trip(
        _ hazard: Hazard,
        view: ProbeReadings?,
        duty: Duty,
        at now: Instant
    ) -> FaultRecord? {
        switch state {
        case .latched:
            return nil
        case .clearing(let record, _):
            // The cause returned before the disk was clear: the same fault stands.
            state = .latched(record)
            return nil
        case .free:
            let record = FaultRecord(
                number: nextNumber(),
                code: hazard.code,
                at: now,
                probe: hazard.cause.probe,
                condition: hazard.cause.condition,
                value: hazard.cause.value,
                limit: hazard.cause.limit,
                chamber: view?.chamber.temperature,
                element: view?.element.temperature,
                duty: duty
            )
            state = .latched(record)
            return record
        }
    }

    /// Approves a request to clear, after the condition has gone; returns the fault for the store to
    /// remove.
    mutating func approveClearing(for requester: Requester, at now: Instant) -> FaultNumber? {
        switch state {
        case .free:
            return nil
        case .latched(let record), .clearing(let record, _):
            state = .clearing(record, since: now)
            clearer = requester
            return record.number
        }
    }

    /// The result of a confirmation from the store.
    enum Confirmation {
        /// No fault, or another fault, is latched.
        case nothing
        /// `for`: who asked; `nil` where that is not known.
        case cleared(FaultCode, for: Requester?)
        /// The fault came back, or the answer came too late: the store must write the fault again.
        case standsAgain(FaultRecord)
    }

    /// The store confirms that the fault with this number is off the disk.
    mutating func confirm(_ number: FaultNumber) -> Confirmation {
        switch state {
        case .clearing(let record, _) where record.number == number:
            state = .free
            return .cleared(record.code, for: clearer)
        case .latched(let record) where record.number == number:
            return .standsAgain(record)
        case .free, .latched, .clearing:
            return .nothing
        }
    }

    /// Latches again when the store has not answered in time.
    mutating func step(at now: Instant) {
        switch state {
        case .clearing(let record, let since) where now.duration(since: since) > Self.patience:
            state = .latched(record)
        case .free, .latched, .clearing:
            break
        }
    }
}
