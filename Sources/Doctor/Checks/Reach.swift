import Glibc
import System

/// Whether something accepts a TCP connection; nothing is sent.
enum Reach {
    /// A machine in the same network answers within this time, in milliseconds.
    private static let patience: CInt = 2_000

    /// Why no connection comes about, in words; `nil`: one does.
    static func trouble(_ host: String, _ port: Int) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let first = list else {
            return "no machine has this name"
        }
        defer { freeaddrinfo(list) }
        var code: CInt = 0
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let entry = next {
            code = connectionError(entry.pointee)
            if code == 0 { return nil }
            next = entry.pointee.ai_next
        }
        return SystemError.words(for: code)
    }

    private static func connectionError(_ address: addrinfo) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&wait, 1, patience) == 1 else { return ETIMEDOUT }
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
            return errno
        }
        return code
    }
}
