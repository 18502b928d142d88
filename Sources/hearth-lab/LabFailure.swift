/// Why the lab cannot go on.
struct LabFailure: Error {
    let message: String
    /// The process's exit status (sysexits.h).
    let status: Int32

    init(_ message: String, status: Int32 = 69) {
        self.message = message
        self.status = status
    }
}
