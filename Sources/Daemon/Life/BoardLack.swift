package import Chamber
import System

/// Why the service runs without a board: the page is served, nothing is measured, no line is opened, and
/// nothing can heat.
package struct BoardLack: Equatable, Sendable {
    /// The refusal of each wish.
    package let refusal: WishOutcome.Refusal
    /// What is the matter and what to do, for the page, `hearth status` and the log.
    package let sentence: String
    /// Changes when the file does.
    private let path: String
    private let mark: UInt64

    private init(_ refusal: WishOutcome.Refusal, _ sentence: String, _ path: String, _ mark: UInt64)
    {
        self.refusal = refusal
        self.sentence = sentence
        self.path = path
        self.mark = mark
    }

    /// There is no board file.
    ///
    /// - Parameter mark: the file's ``System/File/mark(of:)`` from before it was looked for.
    package static func missing(_ path: String, mark: UInt64) -> BoardLack {
        let sentence =
            "No board file yet, so nothing is measured and nothing can heat. Run \"sudo hearth setup\" on "
            + "this machine, or write \(path); Hearth then starts with that file on its own."
        return BoardLack(.noBoard, sentence, path, mark)
    }

    /// The board file has mistakes, or cannot be read.
    ///
    /// - Parameters:
    ///   - reason: the first mistake.
    ///   - more: how many mistakes follow.
    ///   - mark: the file's ``System/File/mark(of:)`` from before it was read.
    package static func unusable(
        _ path: String,
        _ reason: String,
        more: Int,
        mark: UInt64
    ) -> BoardLack {
        let rest =
            more == 0
            ? "" : "; \"hearth board check \(path)\" lists \(more) more"
        let sentence =
            "The board file cannot be used, so nothing is measured and nothing can heat: \(reason)\(rest). "
            + "Correct the file; Hearth then starts with it on its own."
        return BoardLack(.boardUnusable, sentence, path, mark)
    }

    /// The hardware of a good board file cannot be opened.
    ///
    /// - Parameters:
    ///   - reason: what could not be opened, and why.
    ///   - mark: the file's ``System/File/mark(of:)``.
    static func closed(_ path: String, _ reason: String, mark: UInt64) -> BoardLack {
        let sentence =
            "The board's hardware cannot be opened, so nothing is measured and nothing can heat: \(reason). "
            + "\"sudo hearth doctor\" on this machine says what to do; Hearth then starts on its own."
        return BoardLack(.boardUnusable, sentence, path, mark)
    }

    /// What the file looks like now, where it has been written, replaced or removed since; else nil.
    var newest: UInt64? {
        let now = File.mark(of: path)
        return now == mark ? nil : now
    }
}
