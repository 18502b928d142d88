import SwitchCore

/// The probes of one board, fed from one reading.
struct Probes: Codable {
    private(set) var chamber: ProbeChannel
    private(set) var chamberSecond: ProbeChannel?
    private(set) var element: ProbeChannel?
    private let limits: Limits
    private let boardOffsets: ProbeOffsets
    /// The user's corrections, besides the board's own.
    private(set) var offsets: ProbeOffsets

    init(_ configuration: ControllerConfiguration, offsets: ProbeOffsets, at now: Instant) {
        chamber = ProbeChannel(configuration.chamber, at: now)
        chamberSecond = configuration.chamberSecond.map { ProbeChannel($0, at: now) }
        element = configuration.element.map { ProbeChannel($0, at: now) }
        limits = configuration.limits
        var fromBoard = ProbeOffsets()
        fromBoard.chamber = configuration.chamber.offset.heldToCeiling
        fromBoard.chamberSecond = configuration.chamberSecond?.offset.heldToCeiling ?? .zero
        fromBoard.element = configuration.element?.offset.heldToCeiling ?? .zero
        boardOffsets = fromBoard
        self.offsets = ProbeOffsets()
        for probe in [ProbeName.chamber, .chamberSecond, .element] {
            correct(probe, by: offsets[probe])
        }
    }

    /// Takes the newest samples; those seen before change nothing.
    mutating func take(_ reading: Reading) {
        chamber.take(reading.chamber, trip: limits.chamberTrip)
        chamberSecond?.take(reading.chamberSecond, trip: limits.chamberTrip)
        element?.take(reading.element, trip: limits.elementTrip)
    }

    /// Sets the user's correction of a probe, held to its ceiling, alone and with the board's.
    mutating func correct(_ probe: ProbeName, by offset: TemperatureDelta) {
        offsets[probe] = offset.heldToCeiling
        let sum = TemperatureDelta(boardOffsets[probe].kelvins + offsets[probe].kelvins)
        switch probe {
        case .chamber: chamber.offset = sum.heldToCeiling
        case .chamberSecond: chamberSecond?.offset = sum.heldToCeiling
        case .element: element?.offset = sum.heldToCeiling
        }
    }

    /// How each probe is doing at `now`.
    func view(at now: Instant) -> ProbesView {
        ProbesView(
            chamber: chamber.status(at: now),
            chamberSecond: chamberSecond?.status(at: now) ?? .absent,
            element: element?.status(at: now) ?? .absent
        )
    }
}

/// How each probe is doing at one moment, and what that means for control.
struct ProbesView: Codable {
    let chamber: ProbeStatus
    let chamberSecond: ProbeStatus
    let element: ProbeStatus

    /// The air's temperature for regulation, in °C: the mean where there are two probes. `nil` until
    /// every probe that the board has for it reads well.
    var air: Double? {
        guard let first = chamber.temperature?.degrees else { return nil }
        guard chamberSecond.condition != .absent else { return first }
        return chamberSecond.temperature.map { (first + $0.degrees) / 2 }
    }

    /// How far the two chamber probes are apart, in K; `nil` unless there are two and both read well.
    var chamberDifference: Double? {
        guard let first = chamber.temperature?.degrees,
            let second = chamberSecond.temperature?.degrees
        else { return nil }
        return abs(first - second)
    }

    /// The element above the air, in K; `nil` without both.
    var excess: Double? {
        guard let element = element.temperature?.degrees, let air else { return nil }
        return element - air
    }

    /// Every probe that the board has reads well.
    var isComplete: Bool {
        air != nil && (element.condition == .absent || element.condition == .good)
    }

    /// A probe that the board has reads wrong.
    var isFaulty: Bool {
        chamber.isFaulty || chamberSecond.isFaulty || element.isFaulty
    }

    /// The air's temperature that limits go by, in °C: the hotter probe's.
    var hottestAir: Double? {
        let hottest = max(
            chamber.temperature?.degrees ?? -.infinity,
            chamberSecond.temperature?.degrees ?? -.infinity
        )
        return hottest > -.infinity ? hottest : nil
    }

    /// The highest temperature that any probe reads, in °C.
    var hottest: Double? {
        guard let element = element.temperature?.degrees else { return hottestAir }
        return max(hottestAir ?? element, element)
    }
}
