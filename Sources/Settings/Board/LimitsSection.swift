import Chamber
import SwitchCore

/// `[limits]`: what the board holds the heater to; each may lower a ceiling, none may raise one.
enum LimitsSection {
    private static let usual = Limits()

    static let highestTarget = Field<Celsius>.temperature(
        "highest_target_c",
        20...Ceilings.target.degrees,
        standard: usual.highestTarget,
        isCeiling: true,
        meaning: "The highest chamber temperature that anyone can ask for."
    )
    static let chamberTrip = Field<Celsius>.temperature(
        "chamber_trip_c",
        30...Ceilings.chamberTrip.degrees,
        standard: usual.chamberTrip,
        isCeiling: true,
        meaning: "Chamber temperature that latches a fault."
    )
    static let elementTrip = Field<Celsius>.temperature(
        "element_trip_c",
        50...Ceilings.elementTrip.degrees,
        standard: usual.elementTrip,
        isCeiling: true,
        meaning: "Element temperature that latches a fault."
    )
    static let elementFoldback = Field<Celsius>.temperature(
        "element_foldback_c",
        45...Ceilings.elementFoldback.degrees,
        standard: usual.elementFoldback,
        isCeiling: true,
        meaning: "Element temperature at which power is taken away, without a fault."
    )
    static let elementResume = Field<Celsius>.temperature(
        "element_resume_c",
        40...Ceilings.elementFoldback.degrees,
        standard: usual.elementResume,
        meaning: "Element temperature below which power may come back."
    )
    static let session = Field<Duration>.hours(
        "session_h",
        0.25...(Ceilings.session.inSeconds / 3600),
        standard: usual.session,
        isCeiling: true,
        meaning: "How long heat goes on without anyone asking for it again."
    )
    static let drying = Field<Double>.whole(
        "drying_h",
        "hours",
        1...Ceilings.dryingHours,
        standard: usual.dryingHours,
        isCeiling: true,
        meaning: "The longest drying run."
    )
    /// Off: the Panda protocol has no renewal, and its clients may connect for a moment only.
    static let pandaClientTimeout = Field<Duration>.seconds(
        "panda_client_timeout_s",
        10...86_400,
        meaning:
            "Heat that a /ws client asked for ends when none has been connected for this long. "
            + "Left out, it does not."
    ).optional()

    static let schema = SectionSchema(
        "limits",
        isRequired: false,
        meaning: "What the heater is held to. Each may be lowered from the ceiling, none raised.",
        fields: [
            highestTarget, chamberTrip, elementTrip, elementFoldback, elementResume, session,
            drying,
            pandaClientTimeout,
        ]
    )

    static func read(_ reader: inout SchemaReader) -> Limits {
        let before = reader.mistakes
        var limits = Limits()
        reader.set(&limits.highestTarget, to: highestTarget, in: schema)
        reader.set(&limits.chamberTrip, to: chamberTrip, in: schema)
        reader.set(&limits.elementTrip, to: elementTrip, in: schema)
        reader.set(&limits.elementFoldback, to: elementFoldback, in: schema)
        reader.set(&limits.elementResume, to: elementResume, in: schema)
        reader.set(&limits.session, to: session, in: schema)
        reader.set(&limits.dryingHours, to: drying, in: schema)
        // A limit that could not be read has its default now: comparing with it would mislead.
        guard reader.mistakes == before else { return limits }
        let target = Bound(field: highestTarget, value: limits.highestTarget)
        let trip = Bound(field: chamberTrip, value: limits.chamberTrip)
        let resume = Bound(field: elementResume, value: limits.elementResume)
        let foldback = Bound(field: elementFoldback, value: limits.elementFoldback)
        let elementTrip = Bound(field: elementTrip, value: limits.elementTrip)
        // 5 °C: the overshoot that a healthy chamber may show, and a bed that heats along.
        order(&reader, target, below: trip, by: 5)
        // The element has to be hotter than the air that it heats.
        order(&reader, target, below: resume, by: 5)
        order(&reader, resume, below: foldback, by: 1)
        order(&reader, foldback, below: elementTrip, by: 1)
        return limits
    }

    /// `nil`: heat does not hang on `/ws` clients.
    static func readPandaClientTimeout(_ reader: inout SchemaReader) -> Duration? {
        reader.given(pandaClientTimeout, in: schema)
    }

    /// A limit, and the key it came by.
    private struct Bound {
        let field: Field<Celsius>
        let value: Celsius
    }

    /// Notes a mistake unless `lower` is at least `distance` kelvins below `higher`.
    private static func order(
        _ reader: inout SchemaReader,
        _ lower: Bound,
        below higher: Bound,
        by distance: Double
    ) {
        guard lower.value.degrees > higher.value.degrees - distance else { return }
        // Both may be at fault; the one that stands in the file is the one to speak of.
        let isLowerGiven = reader.has(lower.field, in: schema)
        let (named, other) = isLowerGiven ? (lower, higher) : (higher, lower)
        let bound = other.value.degrees + (isLowerGiven ? -distance : distance)
        let origin = reader.has(other.field, in: schema) ? "" : ", its default"
        reader.note(
            named.field,
            in: schema,
            found: "\(named.value.degrees.plain) is not \(distance.plain) °C "
                + "\(isLowerGiven ? "below" : "above") \(other.field.key) "
                + "(\(other.value.degrees.plain)\(origin))",
            allowed: "give \(isLowerGiven ? "at most" : "at least") \(bound.plain), "
                + "or change \(other.field.key)"
        )
    }
}
