import CommandLine

/// What one check found, and the one thing to do about it.
package struct Finding: Equatable, Sendable {
    /// How bad it is.
    package enum Grade: String, Sendable {
        case ok
        /// Works, but not as well as it could.
        case warning
        /// Hearth would not start, or not be safe.
        case failed
    }

    /// How bad it is.
    package let grade: Grade
    /// What was looked at, in a word.
    package let subject: String
    /// What was found.
    package let text: String
    /// What to do; `nil` where there is nothing.
    package let advice: String?

    private init(_ grade: Grade, _ subject: String, _ text: String, _ advice: String?) {
        self.grade = grade
        self.subject = subject
        self.text = text
        self.advice = advice
    }

    /// All is well.
    package static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(.ok, subject, text, nil)
    }

    /// It works, but not as well as it could.
    package static func warning(_ subject: String, _ text: String, advice: String) -> Finding {
        Finding(.warning, subject, text, advice)
    }

    /// Hearth would not start, or not be safe.
    package static func failed(_ subject: String, _ text: String, advice: String) -> Finding {
        Finding(.failed, subject, text, advice)
    }

    /// `failed   port      127.0.0.1:80: another program has it; stop it, or …`
    package var line: String {
        let grade = grade.rawValue.padded(to: 9)
        return grade + subject.padded(to: 10) + text + (advice.map { "; \($0)" } ?? "")
    }
}
