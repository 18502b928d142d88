extension Duration {
    /// Whole seconds, the last one that has begun included: a countdown reads 0 only when it is over.
    var wholeSecondsUp: Int64 {
        let parts = components
        return parts.attoseconds > 0 ? parts.seconds + 1 : parts.seconds
    }
}
