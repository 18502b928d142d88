/// The switchings of the heater's relay over its whole life. The switch counts from its own start; the
/// store keeps the sum.
struct RelayLife: Codable {
    /// The closures so far.
    private(set) var switchings: UInt64
    private var counted: UInt64 = 0

    /// Continues after `switchings`.
    init(switchings: UInt64 = 0) {
        self.switchings = switchings
    }

    /// Adds what the switch has counted since the last step; a switch that has restarted begins at 0.
    mutating func receive(closures: UInt64) {
        let new = closures >= counted ? closures - counted : closures
        counted = closures
        switchings &+= new
    }

    /// Counts from 0 for another relay; returns whether anything was counted.
    mutating func restart() -> Bool {
        defer { switchings = 0 }
        return switchings > 0
    }

    /// The share of `rated` switchings that is used; `nil` where the relay does not wear.
    func used(of rated: Int?) -> Double? {
        rated.map { Double(switchings) / Double(max($0, 1)) }
    }
}
