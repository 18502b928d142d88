import Chamber
import Store
import SwitchCore
import Testing
import TestSupport

/// The learned model comes back as it was, or not at all.
@Suite struct StoredModelTests {
    private static let model = ThermalModel(
        slopeKelvinPerSecond: 0.1637,
        deadTimeSeconds: 31.7,
        holdDutyPerKelvin: 0.0141,
        room: Celsius(21.3),
        elementExcessKelvin: 41.2,
        elementTimeConstantSeconds: 39.9,
        origin: .calibrated
    )

    /// The same with all that a calibration and a hold have measured.
    private static let whole = model?.with(
        balance: ElementBalance(
            curve: ExcessCurve(
                base: 41.2,
                perKelvin: -0.31,
                perSquareKelvin: 0.0007,
                highest: 71.3
            ),
            airLagSeconds: 21.5,
            restChamber: 21.3,
            restElement: 21.1
        ),
        referenceDutyPerKelvin: 0.0133
    )

    /// The same of an element with a second mass.
    private static let twoMass = whole.map { model in
        model.with(
            balance: model.balance.map {
                ElementBalance(
                    curve: $0.curve,
                    airLagSeconds: $0.airLagSeconds,
                    secondSeconds: 11.25,
                    restChamber: $0.restChamber,
                    restElement: $0.restElement
                )
            },
            referenceDutyPerKelvin: model.referenceDutyPerKelvin
        )
    }

    private func directoryWithModel(
        _ model: ThermalModel? = whole
    ) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.buffer.put(StoredModel(try #require(model), board: "Box; 300 W"))
        bench.pass()
        bench.pass(.seconds(1))
        bench.stop()
        return directory
    }

    @Test func aFirstStartHasLearnedNothing() throws {
        #expect(try StoreBench(TemporaryDirectory()).restored.controller.model == .none)
    }

    @Test(arguments: [model, whole, twoMass])
    func aModelComesBackToTheLastBit(stored: ThermalModel?) throws {
        let directory = try directoryWithModel(stored)
        let restored = try StoreBench(directory).restored.controller.model
        let model = try #require(stored)
        #expect(restored == .stored(model, board: "Box; 300 W"))
    }

    @Test func aModelOfTheVersionBeforeComesBackWithoutABalance() throws {
        let directory = try directoryWithModel()
        let bench = try StoreBench(directory)
        let numbers = "v1 1.0 0.1637 31.7 0.0141 21.3 41.2 39.9"
        let checksum = Checksum.of("model", [.text(numbers), .text("Box; 300 W")])
        try bench.database?.execute(
            "UPDATE model SET numbers = '\(numbers)', checksum = \(checksum)"
        )
        bench.stop()
        let model = try #require(Self.model)
        #expect(
            try StoreBench(directory).restored.controller.model
                == .stored(model, board: "Box; 300 W")
        )
    }

    /// A program before the second mass reads the model of every other element.
    @Test func aModelOfOneLumpIsWrittenAsBefore() throws {
        let bench = try StoreBench(try directoryWithModel())
        let rows = try #require(try bench.database?.rows("SELECT numbers FROM model"))
        let row = try #require(rows.first)
        let numbers = try #require(row[0].text)
        let words = numbers.split(separator: " ")
        #expect(words.first == "v2")
        #expect(words.count == 16)
        bench.stop()
    }

    @Test(arguments: [
        "UPDATE model SET numbers = 'v1 1.0 0.2'", "UPDATE model SET board = 'Other'",
        "UPDATE model SET checksum = checksum + 1", "UPDATE model SET numbers = ''",
    ])
    func aDamagedModelIsSaidToBe(change: String) throws {
        let directory = try directoryWithModel()
        let bench = try StoreBench(directory)
        try bench.database?.execute(change)
        bench.stop()
        let restored = try StoreBench(directory).restored
        #expect(restored.controller.model == .unusable(.damaged))
        #expect(restored.controller.latch == .none)
    }

    @Test func aForgottenModelIsGoneFromTheDisk() throws {
        let directory = try directoryWithModel()
        let bench = try StoreBench(directory)
        bench.buffer.forgetModel()
        bench.pass()
        bench.pass(.seconds(1))
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.model == .none)
    }

    @Test func aModelLearnedAfterTheForgottenOneIsKept() throws {
        let directory = try directoryWithModel(Self.model)
        let bench = try StoreBench(directory)
        bench.buffer.forgetModel()
        bench.pass()
        let whole = try #require(Self.whole)
        bench.buffer.put(StoredModel(whole, board: "Box; 300 W"))
        bench.pass()
        bench.pass(.seconds(1))
        bench.stop()
        #expect(
            try StoreBench(directory).restored.controller.model
                == .stored(whole, board: "Box; 300 W")
        )
    }

    @Test func itStaysWhenSettingsAreWritten() throws {
        let directory = try directoryWithModel()
        let bench = try StoreBench(directory)
        #expect(bench.restored.controller.model != .none)
        bench.save(.unusual)
        bench.pass(.seconds(1))
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.model != .none)
    }
}
