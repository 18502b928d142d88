extension String {
    /// The text with a full stop, unless it already ends with `.`, `!` or `?`.
    package var asSentence: String {
        guard let last, !".!?".contains(last) else { return self }
        return self + "."
    }
}
