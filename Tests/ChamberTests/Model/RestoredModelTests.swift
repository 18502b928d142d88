import Chamber
import SwitchCore
import Testing

/// A model from the store is used only where it can be right.
@Suite struct RestoredModelTests {
    private static func model(excess: Double = 50) throws -> ThermalModel {
        try #require(
            ThermalModel(
                slopeKelvinPerSecond: 0.2,
                deadTimeSeconds: 25,
                holdDutyPerKelvin: 0.012,
                room: Celsius(20),
                elementExcessKelvin: excess,
                elementTimeConstantSeconds: 30,
                origin: .calibrated
            )
        )
    }

    private static func bench(_ restoredModel: RestoredModel) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.fingerprint = "Box; 300 W"
        var restored = RestoredState()
        restored.model = restoredModel
        var bench = ControllerBench(configuration, restored: restored)
        bench.step()
        return bench
    }

    private static func refusal(_ bench: ControllerBench) -> ModelRefusal? {
        for event in bench.events {
            if case .modelRefused(let refusal) = event.kind { return refusal }
        }
        return nil
    }

    @Test func aModelOfThisBoardIsUsed() throws {
        let model = try Self.model()
        let bench = Self.bench(.stored(model, board: "Box; 300 W"))
        #expect(bench.snapshot.model == model)
        #expect(Self.refusal(bench) == nil)
    }

    @Test func aModelOfAnotherBoardIsRefusedAsAnEvent() throws {
        let bench = Self.bench(.stored(try Self.model(), board: "Box; 150 W"))
        #expect(bench.snapshot.model == .conservative)
        #expect(Self.refusal(bench) == .otherBoard)
    }

    @Test func impossibleNumbersAreRefusedAsAnEvent() throws {
        let bench = Self.bench(.stored(try Self.model(excess: 900), board: "Box; 300 W"))
        #expect(bench.snapshot.model == .conservative)
        #expect(Self.refusal(bench) == .impossible)
    }

    private static func hasBeenCalledOutdated(_ bench: ControllerBench) -> Int {
        bench.events.filter { $0.kind == .calibrationOutdated }.count
    }

    @Test func aModelWithoutTheElementsBalanceAsksOnceForACalibration() throws {
        var bench = Self.bench(.stored(try Self.model(), board: "Box; 300 W"))
        #expect(bench.snapshot.calibrationState == .outdated)
        bench.run(seconds: 30)
        #expect(Self.hasBeenCalledOutdated(bench) == 1)
    }

    @Test func withoutAnElementProbeNothingIsMissing() throws {
        var configuration = ControllerBench.configuration
        configuration.element = nil
        var restored = RestoredState()
        restored.model = .stored(try Self.model(), board: configuration.fingerprint)
        var bench = ControllerBench(configuration, restored: restored)
        bench.step()
        #expect(bench.snapshot.calibrationState == .calibrated)
        #expect(Self.hasBeenCalledOutdated(bench) == 0)
    }

    @Test func aDamagedOneIsAnEventToo() {
        let bench = Self.bench(.unusable(.damaged))
        #expect(bench.snapshot.model == .conservative)
        #expect(Self.refusal(bench) == .damaged)
    }
}
