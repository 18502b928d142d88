package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// The operating settings as the wire has them: whole numbers, booleans as 0 and 1.
package struct PandaOperation: Equatable, Sendable {
    // One vector, so that the last states of a thousand clients are not a thousand allocations.
    private var values = SIMD16<Int32>(repeating: 0)

    /// When the countdown will be over, on the controller's clock; `nil` while it stands still.
    ///
    /// A countdown is sent when it starts or changes, not each second: only its end counts.
    private(set) var countdownEnd: Instant?

    /// The wire's view of a snapshot.
    package init(_ snapshot: Snapshot, printerKind: DeviceProfile.PrinterKind) {
        let settings = snapshot.settings
        self[.printerType] = printerKind.onWire
        self[.workOn] = settings.isOn ? 1 : 0
        self[.workMode] = Int(settings.mode.rawValue)
        self[.setTemperature] = settings.target.wholeDegrees
        self[.fanBedThreshold] = settings.fanBedThreshold.wholeDegrees
        self[.heatBedThreshold] = settings.heatBedThreshold.wholeDegrees
        self[.customTemperature] = settings.customDryingTarget.wholeDegrees
        self[.customHours] = settings.customDryingHours
        self[.isRunning] = snapshot.drying.isRunning ? 1 : 0
        self[.remainingSeconds] = Int(clamping: snapshot.drying.remaining.wholeSecondsUp)
        if snapshot.drying.isRunning, settings.isOn {
            countdownEnd = snapshot.at.advanced(by: snapshot.drying.remaining)
        }
    }

    /// The value of one field.
    package subscript(field: PandaField) -> Int {
        get { Int(values[field.rawValue]) }
        set { values[field.rawValue] = Int32(clamping: newValue) }
    }

    /// Takes over the fields in `fields` from `other`.
    mutating func adopt(_ fields: PandaFieldSet, from other: PandaOperation) {
        for field in PandaField.allCases where fields.contains(PandaFieldSet(field)) {
            self[field] = other[field]
        }
        if fields.contains(.remainingSeconds) { countdownEnd = other.countdownEnd }
    }

    /// A page's own countdown may be this far off before it is sent again.
    private static let countdownTolerance = Duration.seconds(2)

    /// Whether a client that was sent this needs no `other`.
    func says(theSameAs other: PandaOperation) -> Bool {
        var (mine, its) = (values, other.values)
        if let end = countdownEnd, let otherEnd = other.countdownEnd {
            let drift = end.duration(since: otherEnd)
            guard drift <= Self.countdownTolerance, drift >= .zero - Self.countdownTolerance else {
                return false
            }
            mine[PandaField.remainingSeconds.rawValue] = 0
            its[PandaField.remainingSeconds.rawValue] = 0
        }
        return mine == its
    }

    /// The fields as members of a `settings` object.
    func write(to json: inout JSONWriter) {
        for field in PandaField.allCases {
            json.member(field.key, self[field])
            // V1.0.0's name for it, which its readers still look for; newer pages ignore it.
            if field == .setTemperature { json.member("temp", self[field]) }
        }
    }
}

extension Celsius {
    /// Degrees as the wire has them.
    var wholeDegrees: Int { Int(degrees.rounded()) }
}
