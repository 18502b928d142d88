package import System

extension File {
    /// More than any file that is replaced has.
    private static let largestKept = 1024 * 1024

    /// Puts `bytes` in place of a file as ``replace(_:with:mode:forOwnerOfDirectory:)`` does, and keeps
    /// the old one beside it. Returns where that is; `nil` where there was none.
    package static func replaceKeepingOld(
        _ path: String,
        with bytes: [UInt8]
    ) throws(SystemError) -> String? {
        var kept: String?
        if exists(path) {
            let name = unusedName(path + ".old")
            try replace(name, with: try read(path, most: largestKept), mode: 0o644)
            kept = name
        }
        try replace(path, with: bytes, mode: 0o644)
        return kept
    }

    /// The name, or with the lowest number behind it that makes it unused.
    private static func unusedName(_ name: String) -> String {
        guard exists(name) else { return name }
        let number = (2...10_000).first { !exists("\(name).\($0)") } ?? 10_001
        return "\(name).\(number)"
    }
}
