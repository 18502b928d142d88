import Chamber

/// Tells of a failure that repeats: at once, then once in ten minutes, and when it is over.
struct FailureReporter {
    private static let interval = Duration.minutes(10)

    private let log: @Sendable (String) -> Void
    private var reported: (error: StoreError, at: Instant)?

    init(log: @escaping @Sendable (String) -> Void) {
        self.log = log
    }

    /// Something failed and will be tried again.
    mutating func report(_ error: StoreError, at now: Instant) {
        if let reported, reported.error.kind == error.kind,
            now < reported.at.advanced(by: FailureReporter.interval)
        {
            return
        }
        reported = (error, now)
        log("\(error); it is tried again")
    }

    /// Something was written: what had failed works again.
    mutating func reportSuccess() {
        guard reported != nil else { return }
        reported = nil
        log("the state directory can be written again")
    }

    /// Something that is not a failure to write.
    func say(_ text: String) {
        log(text)
    }
}
