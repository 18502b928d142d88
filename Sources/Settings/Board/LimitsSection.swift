import Chamber
import Schema
import SwitchCore

/// `[limits]`: the board's limits on the heater. Each may be below its ceiling, none above it.
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
    /// Off by default: the Panda protocol has no renewal, and its clients may connect only briefly.
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
        // A limit with a mistake has its default here, so comparisons with it would mislead.
        guard reader.mistakes == before else { return limits }
        let target = Bound(field: highestTarget, value: limits.highestTarget)
        let trip = Bound(field: chamberTrip, value: limits.chamberTrip)
        let resume = Bound(field: elementResume, value: limits.elementResume)
        let foldback = Bound(field: elementFoldback, value: limits.elementFoldback)
        let elementTrip = Bound(field: elementTrip, value: limits.elementTrip)
        // 5 °C covers the overshoot of a healthy chamber and the heat of the printer's bed.
        order(&reader, target, below: trip, by: 5)
        // The element must be hotter than the air that it heats.
        order(&reader, target, below: resume, by: 5)
        order(&reader, resume, below: foldback, by: 1)
        order(&reader, foldback, below: elementTrip, by: 1)
        return limits
    }

    /// The time; `nil`: heat does not depend on `/ws` clients.
    static func readPandaClientTimeout(_ reader: inout SchemaReader) -> Duration? {
        reader.given(pandaClientTimeout, in: schema)
    }

    /// A limit and its key.
    private struct Bound {
        let field: Field<Celsius>
        let value: Celsius
    }

    /// Records a mistake unless `lower` is at least `distance` kelvins below `higher`.
    private static func order(
        _ reader: inout SchemaReader,
        _ lower: Bound,
        below higher: Bound,
        by distance: Double
    ) {
        guard lower.value.degrees > higher.value.degrees - distance else { return }
        // Either may be wrong; the message names the one that is in the file.
        let isLowerGiven = reader.has(lower.field, in: schema)
        let (named, other) = isLowerGiven ? (lower, higher) : (higher, lower)
        let bound = other.value.degrees + (isLowerGiven ? -distance : distance)
        let origin = reader.has(other.field, in: schema) ? "" : ", its default"
        reader.record(
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
