/// How the heat is regulated; the board decides.
package enum Regulation: UInt8, CaseIterable, Codable, Sendable {
    /// By the model of heater and chamber: feed-forward and PI, with parts of full power.
    case model
    /// Between two temperatures, with full power or none: what a slow mass wants (a tank of water),
    /// and what the reefnet protocol describes.
    case band
}
