/// By which names the pages are reached, and which other sites may show them: what the service file says.
package struct SitePolicy: Equatable, Sendable {
    /// Names that clients reach the machine by, besides addresses, `localhost` and `*.local`: in lower
    /// case, without a port. A request to any other name is refused.
    package var hostNames: [String] = []
    /// Sites that may show the pages inside theirs (`frame-ancestors`), as origins in lower case that
    /// have been checked.
    package var framedBy: [String] = []

    package init() {}
}
