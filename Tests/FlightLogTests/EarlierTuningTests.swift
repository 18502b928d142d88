import Chamber
import FlightLog
import SwitchCore
import Testing

/// Recordings of a version whose tunings carried all guard numbers or none.
@Suite struct EarlierTuningTests {
    /// The wish as that version wrote it: requester, ticket, lease, kind 25, target, width, guards.
    private static func bytes(hasGuards: Bool) -> [UInt8] {
        var writer = ByteWriter(limit: 1_000)
        writer.put(Requester.Kind.reefnet.rawValue)
        writer.putShort(0)
        writer.putShort(9)
        writer.put(0)
        writer.put(25)
        writer.put(1)
        writer.putReal(26)
        writer.put(0)
        writer.put(hasGuards ? 1 : 0)
        guard hasGuards else { return writer.bytes }
        for kelvins in [0.7, 2, 0.5] { writer.putReal(kelvins) }
        for seconds: Int64 in [30, 900, 90] {
            writer.putShort(signed: seconds)
            writer.putShort(signed: 0)
        }
        return writer.bytes
    }

    @Test func itIsReadAsChangesOfEveryNumber() throws {
        var tuning = Tuning()
        tuning.target = Celsius(26)
        for hasGuards in [false, true] {
            if hasGuards {
                tuning.guards.probeTolerance = TemperatureDelta(0.7)
                tuning.guards.runawayDelta = TemperatureDelta(2)
                tuning.guards.stuckRelayDelta = TemperatureDelta(0.5)
                tuning.guards.probeTimeout = .seconds(30)
                tuning.guards.longestFullPower = .seconds(900)
                tuning.guards.stuckRelayWindow = .seconds(90)
            }
            var reader = ByteReader(Self.bytes(hasGuards: hasGuards)[...])
            let envelope = try WishCode.read(&reader)
            #expect(reader.isAtEnd)
            #expect(envelope == WishEnvelope(.tune(tuning), from: Requester(.reefnet), ticket: 9))
        }
    }
}
