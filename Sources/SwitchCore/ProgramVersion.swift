/// This program's version.
package enum ProgramVersion {
    /// Semantic version of Hearth.
    package static let number = "0.1.0"

    /// One line for people: `hearth 0.1.0 (Swift 6.0, x86_64)`.
    package static let line = "hearth \(number) (Swift \(compiler), \(architecture))"

    /// The compiler that built this; the language allows comparisons only.
    package static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #elseif compiler(>=6.1)
            "6.1"
        #else
            "6.0"
        #endif
    }

    /// The processor that this was built for.
    package static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #elseif arch(arm)
            "arm"
        #else
            "unknown processor"
        #endif
    }
}
