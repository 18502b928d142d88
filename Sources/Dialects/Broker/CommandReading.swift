package import Chamber

/// What a command that came over a broker comes to.
package enum CommandReading: Equatable, Sendable {
    /// To be granted in this order.
    case wishes([Wish])
    /// Nothing: why, for people.
    case refused(String)
}
