import Chamber
import Plant
import SwitchCore
import Testing

/// A fault that looks like another one: its sentence names every part that it may be.
@Suite struct FaultNameTests {
    private static let hold = "0s target 60\n0s mode on\n"

    /// The sentence of the first latch.
    private func sentence(_ scenario: String) throws -> String {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: Self.hold + scenario),
            configuration: NominalBoard.calibrated,
            plant: PlantParameters()
        )
        var latch: FaultRecord?
        _ = runner.run { latch = latch ?? $0.snapshot.latch }
        return try #require(latch).sentence
    }

    @Test(arguments: ["0", "0.2", "0.5"])
    func aProbeThatSlipsOffTheElementIsTold(touching: String) throws {
        let said = try sentence("20min fault element_touching \(touching)\n25min end")
        #expect(said.contains("its probe has slipped off the element"), "\(said)")
    }

    @Test(arguments: ["20min", "4min"])
    func anOpenElementIsNoSlippedProbe(at time: String) throws {
        let said = try sentence("\(time) fault heater_open\n25min end")
        #expect(said.contains("the element, its cut-out, its wire or the relay is open"), "\(said)")
    }

    @Test func aLeakThatLooksLikeAStoppedBlowerNamesTheRelay() throws {
        let said = try sentence("20min fault ssr_leaks 0.25\n20min mode off\n40min end")
        #expect(said.contains("relay"), "\(said)")
    }

    @Test func aChamberProbeOutOfPlaceIsNamed() throws {
        let said = try sentence("0s fault chamber_out_of_place 0\n30min end")
        #expect(said.contains("the chamber's probe is out of the air"), "\(said)")
    }
}
