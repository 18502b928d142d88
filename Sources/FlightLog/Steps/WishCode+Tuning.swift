import Chamber
import SwitchCore

/// A batch of numbers in a recording: for each part whether it is there, then its values.
extension WishCode {
    static func write(_ tuning: Tuning, to writer: inout ByteWriter) {
        writer.put(tuning.target == nil ? 0 : 1)
        if let target = tuning.target { writer.putReal(target.degrees) }
        writer.put(tuning.band == nil ? 0 : 1)
        if let band = tuning.band { writer.putReal(band.kelvins) }
        writer.put(tuning.guards == nil ? 0 : 1)
        guard let guards = tuning.guards else { return }
        for difference in [guards.probeTolerance, guards.runawayDelta, guards.stuckRelayDelta] {
            writer.putReal(difference.kelvins)
        }
        for time in [guards.probeTimeout, guards.longestFullPower, guards.stuckRelayWindow] {
            writer.putShort(signed: time.components.seconds)
            writer.putShort(signed: time.components.attoseconds)
        }
    }

    static func tuning(_ reader: inout ByteReader) throws(RecordingMistake) -> Tuning {
        var tuning = Tuning()
        if try flag(&reader) { tuning.target = try temperature(&reader) }
        if try flag(&reader) { tuning.band = TemperatureDelta(try reader.real()) }
        guard try flag(&reader) else { return tuning }
        var guards = GuardParameters()
        guards.probeTolerance = TemperatureDelta(try reader.real())
        guards.runawayDelta = TemperatureDelta(try reader.real())
        guards.stuckRelayDelta = TemperatureDelta(try reader.real())
        guards.probeTimeout = try time(&reader)
        guards.longestFullPower = try time(&reader)
        guards.stuckRelayWindow = try time(&reader)
        tuning.guards = guards
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
