import Glibc

/// What runs here: nothing to judge, but the first thing that a bug report needs.
enum ProgramCheck {
    static func finding() -> Finding {
        .ok("program", "\(ProgramVersion.line) on \(kernel)")
    }

    /// `Linux 6.1.0-18-amd64`
    private static var kernel: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "an unknown kernel" }
        let system = withUnsafeBytes(of: name.sysname) { text(in: $0) }
        let release = withUnsafeBytes(of: name.release) { text(in: $0) }
        return "\(system) \(release)"
    }

    private static func text(in field: UnsafeRawBufferPointer) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}
