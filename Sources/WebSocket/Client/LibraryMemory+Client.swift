import CWebSockets

extension LibraryMemory {
    /// Name of the entry of the table that serves connections without a subprotocol of their own.
    static let defaultProtocol = ""

    /// Descriptors beside the connections: the beat's, the loop's own, and some to resolve names.
    private static let otherDescriptors = 8

    /// Fills in what a context of outgoing connections needs.
    func describe(_ limits: ClientLimits, in info: inout lws_context_creation_info) {
        describe(in: &info)
        info.port = CONTEXT_PORT_NO_LISTEN
        // Else the table has an entry for each descriptor that the process may ever open.
        info.fd_limit_per_thread = UInt32(limits.connections + Self.otherDescriptors)
        info.max_http_header_pool = UInt16(clamping: limits.connections)
        // Ours end first; these are there in case the loop's beat is late.
        let longest = limits.opening.wholeSeconds + 2
        info.timeout_secs = longest
        info.connect_timeout_secs = longest
    }
}
