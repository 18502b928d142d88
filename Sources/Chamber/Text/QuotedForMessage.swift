extension String {
    /// The text in quotation marks, shortened to what a message can carry.
    package var quotedForMessage: String {
        let longest = 40
        guard count > longest else { return "\"\(self)\"" }
        return "\"\(prefix(longest))…\""
    }
}
