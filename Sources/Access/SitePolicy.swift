/// By which names the pages are reached, and which other sites may show them: what the service file says.
package struct SitePolicy: Equatable, Sendable {
    /// Names that clients reach the machine by, besides addresses, `localhost` and the name that it is
    /// announced under: in lower case, without a port; `*.example.ts.net` is every name below one. A
    /// request to any other name is refused.
    package var hostNames: [String] = []
    /// Sites whose pages may ask though they are not this machine's own, as origins in lower case.
    package var allowedOrigins: [String] = []
    /// Sites that may show the pages inside theirs (`frame-ancestors`), as origins in lower case that
    /// have been checked.
    package var framedBy: [String] = []

    package init() {}
}
