import Chamber
import SwitchCore

/// A set of numbers in a recording: for each number whether it is present, then its value.
extension WishCode {
    private static var temperatures: [WritableKeyPath<Tuning, Celsius?>] {
        [\.target, \.lowerEnd, \.upperEnd]
    }
    private static var differences: [WritableKeyPath<Tuning, TemperatureDelta?>] {
        [\.band, \.guards.probeTolerance, \.guards.runawayDelta, \.guards.stuckRelayDelta]
    }
    private static var times: [WritableKeyPath<Tuning, Duration?>] {
        [\.guards.probeTimeout, \.guards.longestFullPower, \.guards.stuckRelayWindow]
    }

    static func write(_ tuning: Tuning, to writer: inout ByteWriter) {
        for field in temperatures {
            writer.put(tuning[keyPath: field] == nil ? 0 : 1)
            if let temperature = tuning[keyPath: field] { writer.putReal(temperature.degrees) }
        }
        for field in differences {
            writer.put(tuning[keyPath: field] == nil ? 0 : 1)
            if let difference = tuning[keyPath: field] { writer.putReal(difference.kelvins) }
        }
        for field in times {
            writer.put(tuning[keyPath: field] == nil ? 0 : 1)
            guard let time = tuning[keyPath: field] else { continue }
            writer.putShort(signed: time.components.seconds)
            writer.putShort(signed: time.components.attoseconds)
        }
        writer.put(tuning.isHeating ? 1 : 0)
    }

    static func tuning(_ reader: inout ByteReader) throws(RecordingMistake) -> Tuning {
        var tuning = Tuning()
        for field in temperatures where try flag(&reader) {
            tuning[keyPath: field] = try temperature(&reader)
        }
        for field in differences where try flag(&reader) {
            tuning[keyPath: field] = TemperatureDelta(try reader.real())
        }
        for field in times where try flag(&reader) {
            tuning[keyPath: field] = try time(&reader)
        }
        tuning.isHeating = try flag(&reader)
        return tuning
    }

    /// As an earlier version wrote it, whose wishes named all or none: target, width, then all guard numbers or none.
    static func wholeTuning(_ reader: inout ByteReader) throws(RecordingMistake) -> Tuning {
        var tuning = Tuning()
        if try flag(&reader) { tuning.target = try temperature(&reader) }
        if try flag(&reader) { tuning.band = TemperatureDelta(try reader.real()) }
        guard try flag(&reader) else { return tuning }
        tuning.guards.probeTolerance = TemperatureDelta(try reader.real())
        tuning.guards.runawayDelta = TemperatureDelta(try reader.real())
        tuning.guards.stuckRelayDelta = TemperatureDelta(try reader.real())
        tuning.guards.probeTimeout = try time(&reader)
        tuning.guards.longestFullPower = try time(&reader)
        tuning.guards.stuckRelayWindow = try time(&reader)
        return tuning
    }

    private static func time(_ reader: inout ByteReader) throws(RecordingMistake) -> Duration {
        let seconds = try reader.signedShort()
        return Duration(
            secondsComponent: seconds,
            attosecondsComponent: try reader.signedShort()
        )
    }
}
