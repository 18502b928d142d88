import Glibc

/// Other programs, run to their end.
enum ChildProcess {
    /// Runs a program found by its name, with this process's own outputs; its exit status, 128 and more
    /// after a signal; `nil` where it could not be started.
    static func run(_ words: [String]) -> CInt? {
        guard let name = words.first else { return nil }
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        guard posix_spawnp(&process, name, nil, nil, arguments, environ) == 0 else { return nil }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
