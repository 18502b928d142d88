import Boards
import Lines

/// One output of the board, followed from outside.
struct FollowedLine {
    let purpose: OutputPurpose
    /// Its number in the chip.
    let number: Int
    /// The wiring pulls it up.
    let isPulledUp: Bool
    private let isActiveLow: Bool
    private(set) var isOn = false

    /// `nil` where the board has no such output.
    init?(_ purpose: OutputPurpose, of board: BoardDescription) throws(LabFailure) {
        guard let output = board.lines?.outputs.first(where: { $0.purpose == purpose }) else {
            return nil
        }
        guard case .number(let number) = output.line else {
            throw LabFailure("the lab's board must give its lines by number", status: 78)
        }
        self.purpose = purpose
        self.number = Int(number)
        isPulledUp = output.idle == .pulledUp
        isActiveLow = output.isActiveLow
    }

    /// Looks at the line; whether it changed.
    mutating func look(at levels: any LineLevels) -> Bool {
        let was = isOn
        isOn = levels.isHigh(number) != isActiveLow
        return isOn != was
    }
}
