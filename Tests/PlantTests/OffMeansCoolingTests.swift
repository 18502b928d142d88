import Chamber
import Plant
import SwitchCore
import Testing

/// Boards without a probe on the element: what the chamber alone tells of a relay that has welded.
@Suite struct OffMeansCoolingTests {
    private static let hold = "0s target 60\n0s mode on\n"
    private static let boards = [
        NominalBoard.withoutElement, NominalBoard.calibratedWithoutElement,
    ]

    @Test func aRelayThatWeldsAsAHoldEndsIsSeenByTheFallThatDoesNotCome() throws {
        let scenario =
            Self.hold + "30min mode off\n30min fault ssr_welded\n"
            + "30min expect fault relay_stuck within 2min"
        #expect(try NominalBoard.missed(scenario, on: NominalBoard.calibratedWithoutElement) == [])
    }

    @Test func nobodyHasToCalibrateForThat() throws {
        let scenario =
            Self.hold + "30min mode off\n30min fault ssr_welded\n"
            + "30min expect fault relay_stuck within 4min"
        #expect(try NominalBoard.missed(scenario, on: NominalBoard.withoutElement) == [])
    }

    @Test(arguments: boards)
    func aRelayThatWeldsWhileNothingHeatsIsAskedByTheBlower(
        board: ControllerConfiguration
    ) throws {
        let scenario = "10min fault ssr_welded\n10min expect fault relay_stuck within 7min"
        #expect(try NominalBoard.missed(scenario, on: board) == [])
    }

    @Test(arguments: boards)
    func aChamberThatFallsAsItShouldIsLeftAlone(board: ControllerConfiguration) throws {
        let scenario = Self.hold + "30min mode off\n2h expect no_fault\n2h end"
        #expect(try NominalBoard.missed(scenario, on: board) == [])
    }

    @Test(arguments: boards)
    func aBedThatWarmsTheChamberIsNoHeater(board: ControllerConfiguration) throws {
        let scenario = "10min bed 100 printing\n3h expect no_fault\n3h end"
        #expect(try NominalBoard.missed(scenario, on: board) == [])
    }

    /// An off at any moment of a warm-up, and what a calibration leaves behind.
    private static let ends =
        [
            "30s", "1min", "90s", "2min", "3min", "4min", "6min", "8min", "10min", "11min",
        ].map { hold + "\($0) mode off\n1h expect no_fault\n1h end" } + [
            "1min calibrate\n1h expect no_fault\n1h end",
            hold + "20min target 45\n1h expect no_fault\n1h end",
            hold + "20min door open\n25min door closed\n40min mode off\n1h expect no_fault\n1h end",
        ]

    @Test(arguments: ends, boards)
    func anOffAtAnyMomentOfAWarmUpIsLeftAlone(
        scenario: String,
        board: ControllerConfiguration
    ) throws {
        #expect(try NominalBoard.missed(scenario, on: board) == [])
    }
}
