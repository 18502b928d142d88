extension String {
    /// The text in quotation marks, cut to 40 characters.
    package var quotedForMessage: String {
        let longest = 40
        guard count > longest else { return "\"\(self)\"" }
        return "\"\(prefix(longest))…\""
    }
}
