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
}
