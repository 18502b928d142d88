package import Chamber
import Plant
import SwitchCore

/// A board that differs from the nominal one in what the rules' constants follow.
package enum BoardVariant: String, CaseIterable, Sendable {
    case slowRelay = "a relay that stays on and off for at least 20 s"
    case verySlowRelay = "a relay that stays on and off for at least 40 s"
    case band = "band regulation"
    case noBlower = "no blower"
    case twoChamberProbes = "two chamber probes"

    /// The board's configuration.
    package var board: ControllerConfiguration {
        var board = NominalBoard.configuration
        switch self {
        case .slowRelay: board.modulation.setShortest(.seconds(20))
        case .verySlowRelay: board.modulation.setShortest(.seconds(40))
        case .band: board.regulation = .band
        case .noBlower: board.isFanFitted = false
        case .twoChamberProbes: board.chamberSecond = board.chamber
        }
        return board
    }

    /// The defects of heater, relay and blower that the board can have.
    var trials: [SurveyTrial] {
        var faults: Set<PlantFault> = [.heaterOpen, .relayWelded, .relayHalfWave]
        if board.isFanFitted { faults.formUnion([.fanStopped, .fanNoStart]) }
        return SurveyTrial.all.filter { faults.isSuperset(of: $0.defects.map(\.fault)) }
    }

    /// The healthy runs that the board can have.
    var healthy: [HealthyTrial] {
        HealthyTrial.allCases.filter { board.isFanFitted || !$0.needsFan }
    }
}

extension Modulation {
    fileprivate mutating func setShortest(_ time: Duration) {
        shortestOn = time
        shortestOff = time
    }
}
