import Chamber
import Pacing
import SwitchCore

/// Tells of a failure that repeats: at once, then once in ten minutes, and when it is over.
struct FailureReporter {
    private let log: @Sendable (String) -> Void
    private var limiter = Limiter(every: .minutes(10))
    /// What was reported last and still fails.
    private var reported: StoreError.Kind?

    init(log: @escaping @Sendable (String) -> Void) {
        self.log = log
    }

    /// Something failed and will be tried again.
    mutating func report(_ error: StoreError, at now: Instant) {
        if reported != error.kind { limiter.reset() }
        guard limiter.allows(at: now) else { return }
        reported = error.kind
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
