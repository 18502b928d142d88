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

    /// The store answers within this time, or the latch stays: two minutes, for a slow disk and for
    /// a simulation that runs many times faster than one.
    private static let patience = Duration.minutes(2)

    private var state = State.free
    private var lastNumber: FaultNumber

    init(lastNumber: FaultNumber) {
        self.lastNumber = lastNumber
    }

    /// The fault, while one is latched.
    var record: FaultRecord? {
        switch state {
        case .free: nil
        case .latched(let record), .clearing(let record, _): record
        }
    }

    var isLatched: Bool { record != nil }

    /// The store has been asked to clear it.
    var isClearing: Bool {
        switch state {
        case .clearing: true
        case .free, .latched: false
        }
    }

    /// The number that the next fault will take; 0 is never taken.
    private mutating func nextNumber() -> FaultNumber {
        lastNumber = lastNumber == .max ? 1 : lastNumber + 1
        return lastNumber
    }

    /// Latches what was latched before the restart.
    mutating func restore(_ record: FaultRecord) {
        state = .latched(record)
        lastNumber = max(lastNumber, record.number)
    }

    /// Latches a hazard; the first one stays where one is latched already.
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
            // The cause came back before the disk was clear: nothing has been forgotten.
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

    /// Somebody asks to clear; the condition has gone. Answers with the fault for the store to remove.
    mutating func approveClearing(at now: Instant) -> FaultNumber? {
        switch state {
        case .free:
            return nil
        case .latched(let record), .clearing(let record, _):
            state = .clearing(record, since: now)
            return record.number
        }
    }

    /// What a confirmation from the store leads to.
    enum Confirmation {
        /// Another fault is meant, or none is latched.
        case nothing
        case cleared(FaultCode)
        /// The fault came back, or the answer came too late: it has to go onto the disk again.
        case standsAgain(FaultRecord)
    }

    /// The store says that the fault with this number is off the disk.
    mutating func confirm(_ number: FaultNumber) -> Confirmation {
        switch state {
        case .clearing(let record, _) where record.number == number:
            state = .free
            return .cleared(record.code)
        case .latched(let record) where record.number == number:
            return .standsAgain(record)
        case .free, .latched, .clearing:
            return .nothing
        }
    }

    /// Gives up waiting for a store that does not answer.
    mutating func step(at now: Instant) {
        switch state {
        case .clearing(let record, let since) where now.duration(since: since) > Self.patience:
            state = .latched(record)
        case .free, .latched, .clearing:
            break
        }
    }
}
