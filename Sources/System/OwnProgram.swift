import CSupport
import Glibc

/// The program that this process runs.
package enum OwnProgram {
    /// Its path, also where another program has replaced it there; empty where the system does not say.
    package static let path: String = {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        let path = String(
            decoding: bytes[..<max(count, 0)].map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        return path.hasSuffix(replaced) ? String(path.dropLast(replaced.count)) : path
    }()

    /// What the kernel puts after the path of a program that is no longer there (proc(5)).
    private static let replaced = " (deleted)"

    /// The directory that it is in.
    package static var directory: String { Directory.containing(path) }

    /// Becomes another program in the same process; returns only where that fails.
    ///
    /// - Parameter words: the command line, the program's own name first.
    package static func replace(with program: String, _ words: [String]) -> SystemError {
        let words = CommandWords(words)
        execv(program, words.pointers)
        return SystemError(.start, program, errno: errno)
    }

    /// Starts a program that is nobody's child, so that nobody has to wait for it. Call it before
    /// the first thread starts. Whether the program could be run is not known.
    package static func startDetached(_ program: String, _ arguments: [String]) {
        let words = CommandWords([program] + arguments)
        _ = hearth_start_detached(program, words.pointers)
    }
}

/// A command line as C wants it: pointers to words that end with a zero, and `nil` after the last.
final class CommandWords {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ words: [String]) {
        pointers = words.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers { free(pointer) }
    }
}

/// The environment of this process.
package enum Environment {
    /// A variable; `nil` where it is unset or empty.
    package static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The directory in `/run` that the service manager has made for this service; `nil` outside of a
    /// service.
    package static var runtimeDirectory: String? {
        variable("RUNTIME_DIRECTORY")?.split(separator: ":").first.map(String.init)
    }
}
