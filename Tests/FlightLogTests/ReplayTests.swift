import Chamber
import FlightLog
import Foundation
import Plant
import SwitchCore
import Testing

@Suite struct ReplayTests {
    /// A recording of `steps` steps in batches of 100, as a segment's bytes, and the recorded life.
    static func recording(
        seed: UInt64,
        steps: Int,
        after before: Int = 0
    ) -> (bytes: [UInt8], life: RecordedLife) {
        var life = RecordedLife(seed: seed)
        life.live(steps: before)
        life.encoder = StepEncoder(limit: 1 << 20)
        let origin = SegmentOrigin(program: "1", board: "test", run: 5, index: 0, wall: 9)
        var bytes = SegmentFormat.header
        bytes += SegmentFormat.block(.origin, StateEncoder.node(of: origin) ?? .nothing)
        bytes += SegmentFormat.block(.state, ControllerState.node(of: life.controller))
        for batch in stride(from: 0, to: steps, by: 100) {
            life.live(steps: min(100, steps - batch))
            bytes += SegmentFormat.block(steps: life.encoder.writer.bytes, wall: Int64(batch))
            life.encoder = StepEncoder(limit: 1 << 20)
        }
        return (bytes + SegmentFormat.block(.end, []), life)
    }

    /// Replays a segment; returns the number of identical steps, and the first difference.
    static func replay(
        _ bytes: [UInt8],
        change: (inout Controller) throws -> Void = { _ in }
    ) throws -> (replay: Replay, difference: Replay.Difference?, segment: Segment) {
        let segment = try Segment(bytes)
        var added: [String] = []
        var controller = try ControllerState.controller(in: segment.state, added: &added)
        try change(&controller)
        var replay = Replay(controller)
        for batch in segment.batches {
            if let difference = try replay.run(batch) { return (replay, difference, segment) }
        }
        return (replay, nil, segment)
    }

    @Test(arguments: [1, 3] as [UInt64])
    func hoursOfRandomWishesAndFaultsReplayToTheByte(seed: UInt64) throws {
        let (bytes, life) = Self.recording(seed: seed, steps: 36_000, after: 20_011)
        let (replay, difference, segment) = try Self.replay(bytes)
        #expect(difference == nil)
        #expect(replay.steps == 36_000)
        #expect(segment.ending == .complete)
        let state = ControllerState.node(of: replay.controller)
        let expected = ControllerState.node(of: life.controller)
        #expect(state.firstDifference(from: expected)?.path == nil)
        #expect(life.faults.count >= 2)
        #expect(life.heatingSteps > 1_000)
        // The size that the documents state: at most 1.3 MB an hour.
        #expect(bytes.count < 1_300_000)
    }

    /// Recorded when each guard was a field of the controller, or of a part for the plant's guards.
    @Test func aRecordingOfAnOlderVersionReplaysAndLacksOnlyWhatIsNew() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent()
            .appending(path: "../recordings/before-the-rules.flight")
        let bytes = Array(try Data(contentsOf: file))
        let (replay, difference, segment) = try Self.replay(bytes)
        #expect(difference == nil)
        #expect(replay.steps == 1_200)
        var added: [String] = []
        _ = try ControllerState.controller(in: segment.state, added: &added)
        #expect(added.filter { !Self.joinedSince.contains($0) }.isEmpty)
    }

    /// What the controller has got since that recording was made; it starts as at a first start.
    private static let joinedSince: Set = [
        "drying.length", "configuration.tachometer", "fanPulses", "regulator.awaySeconds",
        "configuration.contacts", "contacts", "openContacts", "isPaused", "rules.smokeDetected",
        "rules.emergencyStop", "rules.cutoutOpened", "rules.cutoutCycling",
        "configuration.model.balance", "model.balance", "regulator.model.balance",
        "calibration.curve.moments.products", "calibration.curve.moments.highest",
        "calibration.curve.onElementIntegral", "calibration.curve.onSquareIntegral",
        "calibration.isFoldingBack", "calibration.pauses", "learner.givesReference",
        "fan.hasElementProbe", "fan.lastHeat", "rules.relayStuck.cooling", "rules.blowerStopped",
        "rules.chamberAboveSetPoint", "rules.heatBalance", "rules.probesDisagreeCold", "balance",
        "heatRatio", "provisional", "firstWarmUp", "calibratedAt", "rules.blowerWeak",
        "rules.heaterWeak", "rules.relayWorn", "health", "relayLife",
        "bandEnds", "rememberedStart", "doubtfulAt", "forecast",
        "regulator.estimate", "regulator.error", "regulator.loadAtSetPoint",
        "latch.clearer", "probes.chamber.divider.openShare", "probes.element.divider.openShare",
        "configuration.chamber.divider.openShare", "configuration.element.divider.openShare",
        "configuration.chamberSecond.divider.openShare", "probes.chamberSecond.divider.openShare",
    ]

    @Test func aChangedCoreShowsTheFirstStepThatDiffers() throws {
        let (bytes, _) = Self.recording(seed: 4, steps: 20_000)
        let (replay, difference, _) = try Self.replay(bytes) { controller in
            var configuration = NominalBoard.configuration
            configuration.limits.highestTarget = Celsius(45)
            controller = Controller(configuration, at: Instant(nanoseconds: 5_000_000_000))
        }
        let found = try #require(difference)
        #expect(replay.steps < 20_000)
        #expect(found.step == UInt64(replay.steps))
        #expect(found.field == "settings, mode, set point or duty")
        #expect(found.recorded != found.now)
    }

    @Test func aCutAtAnyByteReplaysUpToItAndSaysSo() throws {
        let (bytes, _) = Self.recording(seed: 6, steps: 300)
        var replayed: Set<Int> = []
        for length in 0..<bytes.count {
            do throws(SegmentError) {
                let segment = try Segment(Array(bytes[..<length]))
                #expect(segment.ending != .complete)
                replayed.insert(segment.batches.count * 100)
            } catch {
                #expect(!error.description.isEmpty)
                replayed.insert(0)
            }
        }
        #expect(replayed == [0, 100, 200, 300])
        let (replay, difference, segment) = try Self.replay(Array(bytes.dropLast(40)))
        #expect(difference == nil)
        #expect(replay.steps == 200)
        guard case .cut = segment.ending else {
            Issue.record("a cut is told as one, not as \(segment.ending)")
            return
        }
    }

    @Test func aFlippedBitAnywhereIsReported() throws {
        let (bytes, _) = Self.recording(seed: 8, steps: 20)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            do throws(SegmentError) {
                let segment = try Segment(damaged)
                #expect(segment.ending != .complete, "byte \(index)")
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test func damageBehindAChecksumThatFitsNeverCrashesTheDecoder() throws {
        let (bytes, _) = Self.recording(seed: 9, steps: 300)
        let segment = try Segment(bytes)
        let steps = Array(try #require(segment.batches.last).steps)
        var mistakes = 0
        for index in steps.indices {
            for mask in [1, 0x80, 0xFF] as [UInt8] {
                var damaged = steps
                damaged[index] ^= mask
                var decoder = StepDecoder(damaged[...])
                do throws(RecordingMistake) {
                    while try decoder.next() != nil {}
                } catch {
                    mistakes += 1
                }
            }
        }
        #expect(mistakes > 0)
    }

    @Test func anotherFormatSaysItsVersion() throws {
        var (bytes, _) = Self.recording(seed: 1, steps: 10)
        bytes[8] = 9
        #expect(throws: SegmentError.otherFormat(9)) { try Segment(bytes) }
        #expect(throws: SegmentError.notARecording) { try Segment(Array("not one at all".utf8)) }
    }
}
