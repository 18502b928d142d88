import SwitchCore

/// The probes of one board.
struct Probes: Codable {
    private(set) var chamber: ProbeChannel
    private(set) var chamberSecond: ProbeChannel?
    private(set) var element: ProbeChannel?
    private let limits: Limits
    private let boardOffsets: ProbeOffsets
    /// The user's corrections, in addition to the board's own.
    private(set) var offsets: ProbeOffsets

    init(
        chamber: ProbeConfiguration,
        chamberSecond: ProbeConfiguration?,
        element: ProbeConfiguration?,
        limits: Limits,
        offsets: ProbeOffsets,
        at now: Instant
    ) {
        self.chamber = ProbeChannel(chamber, at: now)
        self.chamberSecond = chamberSecond.map { ProbeChannel($0, at: now) }
        self.element = element.map { ProbeChannel($0, at: now) }
        self.limits = limits
        boardOffsets = ProbeOffsets(
            chamber: chamber.offset.heldToCeiling,
            chamberSecond: chamberSecond?.offset.heldToCeiling ?? .zero,
            element: element?.offset.heldToCeiling ?? .zero
        )
        self.offsets = ProbeOffsets()
        for probe in ProbeName.allCases { correct(probe, by: offsets[probe]) }
    }

    /// Receives the newest samples; those received before change nothing.
    mutating func receive(_ reading: Reading) {
        chamber.receive(reading.chamber, trip: limits.chamberTrip)
        chamberSecond?.receive(reading.chamberSecond, trip: limits.chamberTrip)
        element?.receive(reading.element, trip: limits.elementTrip)
    }

    /// Sets the user's correction of a probe, limited alone and together with the board's.
    mutating func correct(_ probe: ProbeName, by offset: TemperatureDelta) {
        offsets[probe] = offset.heldToCeiling
        let sum = TemperatureDelta(boardOffsets[probe].kelvins + offsets[probe].kelvins)
        switch probe {
        case .chamber: chamber.offset = sum.heldToCeiling
        case .chamberSecond: chamberSecond?.offset = sum.heldToCeiling
        case .element: element?.offset = sum.heldToCeiling
        }
    }

    /// The state of each probe at `now`.
    func view(at now: Instant) -> ProbeReadings {
        ProbeReadings(
            chamber: chamber.status(at: now),
            chamberSecond: chamberSecond?.status(at: now) ?? .absent,
            element: element?.status(at: now) ?? .absent
        )
    }
}
