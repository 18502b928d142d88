import Glibc

/// The service manager that started this process, told by datagram how the service fares
/// (sd_notify(3), whose manual page lays the protocol down for good); nobody where none did.
///
/// Each call is one datagram that waits for nothing. False: a manager is there, but could not be told;
/// one that hears nothing ends the service.
package struct ServiceManager: Sendable {
    /// A path, or `@` and an abstract name; `nil`: nobody is to be told.
    private let socket: String?

    /// The manager that listens at `socket`.
    package init(socket: String?) {
        self.socket = socket
    }

    /// The manager that the environment names.
    package static var ofThisProcess: ServiceManager {
        ServiceManager(socket: getenv("NOTIFY_SOCKET").map { String(cString: $0) })
    }

    /// The service is up: clients are served, and the first guarded step was taken.
    @discardableResult
    package func ready(status: String) -> Bool {
        tell("READY=1\n" + line(status))
    }

    /// A line for `systemctl status`.
    @discardableResult
    package func status(_ text: String) -> Bool {
        tell(line(text))
    }

    /// A sign of life: belongs behind a look at whatever has to be alive, twice in `WatchdogSec=` at
    /// least.
    @discardableResult
    package func watchdog() -> Bool {
        tell("WATCHDOG=1")
    }

    /// The service is about to end, which may take as long as `TimeoutStopSec=`. Not for a restart in
    /// place: to the manager that is the same process, and ending it would be taken at its word.
    @discardableResult
    package func stopping(status: String) -> Bool {
        tell("STOPPING=1\n" + line(status))
    }

    /// A line end would begin another message.
    private func line(_ status: String) -> String {
        "STATUS=" + status.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private func tell(_ message: String) -> Bool {
        guard let socket else { return true }
        guard let (target, length) = Self.address(socket) else { return false }
        var address = target
        let kind = CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var message = message
        return message.withUTF8 { bytes in
            withUnsafeBytes(of: &address) { start in
                sendto(
                    descriptor,
                    bytes.baseAddress,
                    bytes.count,
                    CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT),
                    start.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    length
                ) == bytes.count
            }
        }
    }

    /// The address of a socket, and how much of it counts; `nil` where it is none or too long.
    private static func address(_ socket: String) -> (sockaddr_un, socklen_t)? {
        var name = Array(socket.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard name.first == 0 || name.first == UInt8(ascii: "/"), name.count < capacity else {
            return nil
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let offset = MemoryLayout<sockaddr_un>.size - capacity
        return (address, socklen_t(offset + name.count))
    }
}
