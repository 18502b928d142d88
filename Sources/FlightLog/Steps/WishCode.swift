package import Chamber
import SwitchCore

/// Wishes in a recording: a number for the kind, never changed once released, then its values.
package enum WishCode {
    /// Writes a wish with its requester.
    static func write(_ envelope: WishEnvelope, to writer: inout ByteWriter) {
        writer.put(envelope.requester.kind.rawValue)
        writer.putShort(envelope.requester.session)
        writer.putShort(envelope.ticket)
        if let lease = envelope.lease {
            writer.put(1)
            writer.putShort(signed: lease.components.seconds)
            writer.putShort(signed: lease.components.attoseconds)
        } else {
            writer.put(0)
        }
        write(envelope.wish, to: &writer)
    }

    private static func write(_ wish: Wish, to writer: inout ByteWriter) {
        switch wish {
        case .setPower(let isOn): putChoice(1, isOn ? 1 : 0, &writer)
        case .setMode(let mode): putChoice(2, mode.rawValue, &writer)
        case .setTarget(let target): putTemperature(3, target, &writer)
        case .setFanBedThreshold(let threshold): putTemperature(4, threshold, &writer)
        case .setHeatBedThreshold(let threshold): putTemperature(5, threshold, &writer)
        case .selectDryingPreset(let preset): putChoice(6, preset.rawValue, &writer)
        case .setCustomDryingTarget(let target): putTemperature(7, target, &writer)
        case .setCustomDryingHours(let hours): putNumber(8, hours, &writer)
        case .startDrying: writer.put(9)
        case .stopDrying: writer.put(10)
        case .heat(let target): putTemperature(11, target, &writer)
        case .dry(let target, let hours):
            putTemperature(12, target, &writer)
            writer.putShort(signed: Int64(hours))
        case .dryPreset(let preset): putChoice(13, preset.rawValue, &writer)
        case .renewLease: writer.put(14)
        case .reportBed(let report):
            putBed(report, &writer)
        case .reportPandaClients(let count): putNumber(16, count, &writer)
        case .setOffset(let probe, let offset):
            putChoice(17, probe.rawValue, &writer)
            writer.putReal(offset.kelvins)
        case .clearLatch: writer.put(18)
        case .confirmLatchCleared(let number):
            writer.put(19)
            writer.putShort(number)
        case .restoreFactorySettings: writer.put(20)
        case .calibrate: writer.put(21)
        case .stopCalibration: writer.put(22)
        case .soak(let target): putTemperature(23, target, &writer)
        case .skipSoak: writer.put(24)
        case .tune(let tuning):
            writer.put(31)
            write(tuning, to: &writer)
        case .silence(let order): putChoice(26, order.rawValue, &writer)
        case .setVolume(let percent): putNumber(27, percent, &writer)
        case .setBrightness(let percent): putNumber(28, percent, &writer)
        case .forgetCalibration: writer.put(29)
        case .restartRelayCount: writer.put(30)
        case .setDryingTarget(let target): putTemperature(32, target, &writer)
        case .setShownTarget(let target): putTemperature(33, target, &writer)
        case .startDryingInMode: writer.put(34)
        case .run(let mode): putChoice(35, mode.rawValue, &writer)
        case .soakAtTarget: writer.put(36)
        case .renewSession: writer.put(37)
        case .dryFor(let target, let minutes):
            putTemperature(40, target, &writer)
            writer.putShort(signed: Int64(minutes))
        case .changeDrying(let target, let minutes):
            putNumber(41, minutes, &writer)
            writer.put(target == nil ? 0 : 1)
            if let target { writer.putReal(target.degrees) }
        }
    }

    private static func putChoice(_ code: UInt8, _ choice: UInt8, _ writer: inout ByteWriter) {
        writer.put(code)
        writer.put(choice)
    }

    /// 0: none; 1 and 2: idle and printing; 3 and 4: the same, with a target for the chamber; 5: with
    /// flags that say what follows.
    private static func putBed(_ report: BedReport?, _ writer: inout ByteWriter) {
        guard let report else { return putChoice(15, 0, &writer) }
        guard !report.isPreheating, report.highestTarget == nil else {
            return BedFlags.put(report, &writer)
        }
        let choice: UInt8 = report.isPrinting ? 2 : 1
        putChoice(15, report.chamberTarget == nil ? choice : choice + 2, &writer)
        writer.putReal(report.target.degrees)
        if let chamber = report.chamberTarget { writer.putReal(chamber.degrees) }
    }

    private static func putTemperature(
        _ code: UInt8,
        _ temperature: Celsius,
        _ writer: inout ByteWriter
    ) {
        writer.put(code)
        writer.putReal(temperature.degrees)
    }

    private static func putNumber(_ code: UInt8, _ number: Int, _ writer: inout ByteWriter) {
        writer.put(code)
        writer.putShort(signed: Int64(number))
    }

    // MARK: Reading

    /// Reads a wish with its requester.
    package static func read(_ reader: inout ByteReader) throws(RecordingMistake) -> WishEnvelope {
        let kind: Requester.Kind = try choice(&reader, "requester")
        let session = try reader.short()
        let ticket = try reader.short()
        var lease: Duration?
        if try flag(&reader) {
            let seconds = try reader.signedShort()
            lease = Duration(
                secondsComponent: seconds,
                attosecondsComponent: try reader.signedShort()
            )
        }
        let wish = try wish(&reader)
        return WishEnvelope(
            wish,
            from: Requester(kind, session: session),
            ticket: ticket,
            lease: lease
        )
    }

    private static func wish(_ reader: inout ByteReader) throws(RecordingMistake) -> Wish {
        let mistake = reader.mistake("there is no such wish in this version")
        switch try reader.byte() {
        case 1: return .setPower(try flag(&reader))
        case 2: return .setMode(try choice(&reader, "mode"))
        case 3: return .setTarget(try temperature(&reader))
        case 4: return .setFanBedThreshold(try temperature(&reader))
        case 5: return .setHeatBedThreshold(try temperature(&reader))
        case 6: return .selectDryingPreset(try choice(&reader, "drying programme"))
        case 7: return .setCustomDryingTarget(try temperature(&reader))
        case 8: return .setCustomDryingHours(try number(&reader))
        case 9: return .startDrying
        case 10: return .stopDrying
        case 11: return .heat(to: try temperature(&reader))
        case 12: return .dry(target: try temperature(&reader), hours: try number(&reader))
        case 13: return .dryPreset(try choice(&reader, "drying programme"))
        case 14: return .renewLease
        case 15: return .reportBed(try bed(&reader))
        case 16: return .reportPandaClients(try number(&reader))
        case 17:
            let probe: ProbeName = try choice(&reader, "probe")
            return .setOffset(probe, TemperatureDelta(try reader.real()))
        case 18: return .clearLatch
        case 19: return .confirmLatchCleared(try reader.short())
        case 20: return .restoreFactorySettings
        case 21: return .calibrate
        case 22: return .stopCalibration
        case 23: return .soak(at: try temperature(&reader))
        case 24: return .skipSoak
        case 25: return .tune(try wholeTuning(&reader))
        case 26: return .silence(try choice(&reader, "order to the buzzer"))
        case 27: return .setVolume(try number(&reader))
        case 28: return .setBrightness(try number(&reader))
        case 29: return .forgetCalibration
        case 30: return .restartRelayCount
        case 31: return .tune(try tuning(&reader))
        case 32: return .setDryingTarget(try temperature(&reader))
        case 33: return .setShownTarget(try temperature(&reader))
        case 34: return .startDryingInMode
        case 35: return .run(try choice(&reader, "mode"))
        case 36: return .soakAtTarget
        case 37: return .renewSession
        case 40: return .dryFor(target: try temperature(&reader), minutes: try number(&reader))
        case 41:
            let minutes = try number(&reader)
            let target = try flag(&reader) ? try temperature(&reader) : nil
            return .changeDrying(target: target, addedMinutes: minutes)
        default: throw mistake
        }
    }

    private static func bed(_ reader: inout ByteReader) throws(RecordingMistake) -> BedReport? {
        let mistake = reader.mistake("a bed report is not valid")
        switch try reader.byte() {
        case 0: return nil
        case 1: return BedReport(target: try temperature(&reader), isPrinting: false)
        case 2: return BedReport(target: try temperature(&reader), isPrinting: true)
        case 3: return try bed(&reader, isPrinting: false)
        case 4: return try bed(&reader, isPrinting: true)
        case 5: return try BedFlags.read(&reader)
        default: throw mistake
        }
    }

    private static func bed(
        _ reader: inout ByteReader,
        isPrinting: Bool
    ) throws(RecordingMistake) -> BedReport {
        let target = try temperature(&reader)
        let chamber = try temperature(&reader)
        return BedReport(target: target, isPrinting: isPrinting, chamberTarget: chamber)
    }

    static func temperature(
        _ reader: inout ByteReader
    ) throws(RecordingMistake) -> Celsius {
        Celsius(try reader.real())
    }

    private static func number(_ reader: inout ByteReader) throws(RecordingMistake) -> Int {
        Int(try reader.signedShort())
    }

    static func flag(_ reader: inout ByteReader) throws(RecordingMistake) -> Bool {
        let mistake = reader.mistake("a yes or no is neither")
        switch try reader.byte() {
        case 0: return false
        case 1: return true
        default: throw mistake
        }
    }

    private static func choice<Choice: RawRepresentable<UInt8>>(
        _ reader: inout ByteReader,
        _ name: String
    ) throws(RecordingMistake) -> Choice {
        let mistake = reader.mistake("there is no such \(name) in this version")
        guard let choice = Choice(rawValue: try reader.byte()) else { throw mistake }
        return choice
    }
}
