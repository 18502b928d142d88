/// How the heat is regulated; the board chooses.
package enum Regulation: UInt8, CaseIterable, Codable, Sendable {
    /// By the model of heater and chamber: feed-forward and PI, with any duty.
    case model
    /// Between two temperatures, with full power or none: for a slow mass such as a tank of water, and
    /// as the reefnet protocol describes it.
    case band
}
