package import Dialects

/// Describing the board on the page, where there is no board file yet. The answers are kept for `sudo hearth
/// setup`, which shows them and writes the file; nothing on the page can write it.
///
/// Called on the server's thread; replies may come from any.
package protocol BoardGuide: Sendable {
    /// What there is to ask, what fits this machine, and the answers that are kept, as JSON.
    func ask(reply: @escaping @Sendable (Result<[UInt8], APIProblem>) -> Void)

    /// Checks the answers and keeps them.
    func receive(
        _ body: [UInt8],
        reply: @escaping @Sendable (Result<[UInt8], APIProblem>) -> Void
    )
}

extension APIProblem {
    /// Answers for a board where one is in use.
    static let boardIsKnown = APIProblem(
        status: 409,
        code: "board_known",
        message: "this machine has a board file: \"sudo hearth setup\" on the machine changes it"
    )
}
