extension String {
    /// The text in quotation marks, cut to 40 characters, without what could change the text around it.
    package var quotedForMessage: String {
        let longest = 40
        guard count > longest else { return "\"\(harmless)\"" }
        return "\"\(String(prefix(longest)).harmless)…\""
    }
}
