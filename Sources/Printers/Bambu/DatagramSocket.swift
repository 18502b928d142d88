import Glibc
import System
import WebSocket

/// A UDP socket that hears what is sent to a port of some interfaces; owns its descriptor.
final class DatagramSocket {
    let descriptor: CInt
    private let interfaces: [InterfaceAddress]

    /// `nil`: the port is taken by somebody who does not share it.
    init?(port: UInt16, on interfaces: [InterfaceAddress]) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.interfaces = interfaces
        // None of these fails on a socket that was opened just now (fcntl(2), socket(7)).
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var yes: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        // A slicer on this machine listens too.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        // Where loopback alone is meant, nothing from elsewhere may come in.
        let own = interfaces.allSatisfy(\.isLoopback) ? INADDR_LOOPBACK : INADDR_ANY
        guard Self.with(address: own, port, { bind(descriptor, $0, $1) }) == 0 else { return nil }
        for interface in interfaces where !interface.isLoopback { join(interface) }
    }

    deinit {
        close(descriptor)
    }

    /// Asks, once on each interface: the group, or on loopback the machine itself. An interface that
    /// does not take it has no printers.
    func ask(_ question: [UInt8], port: UInt16) {
        for interface in interfaces {
            var from = in_addr(s_addr: (interface.number ?? INADDR_ANY).bigEndian)
            let size = socklen_t(MemoryLayout<in_addr>.size)
            setsockopt(descriptor, CInt(IPPROTO_IP), IP_MULTICAST_IF, &from, size)
            let target = interface.isLoopback ? INADDR_LOOPBACK : Self.groupNumber
            _ = Self.with(address: target, port) { address, length in
                sendto(descriptor, question, question.count, 0, address, length)
            }
        }
    }

    /// One datagram and its sender's address; `nil`: none is there.
    func receive() -> (bytes: [UInt8], source: String)? {
        var bytes = [UInt8](repeating: 0, count: BambuNotice.longest)
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &sender) { sender in
            sender.withMemoryRebound(to: sockaddr.self, capacity: 1) { sender in
                recvfrom(descriptor, &bytes, bytes.count, 0, sender, &length)
            }
        }
        guard count >= 0 else { return nil }
        return (Array(bytes.prefix(count)), IPv4.text(UInt32(bigEndian: sender.sin_addr.s_addr)))
    }

    private func join(_ interface: InterfaceAddress) {
        var request = ip_mreq(
            imr_multiaddr: in_addr(s_addr: Self.groupNumber.bigEndian),
            imr_interface: in_addr(s_addr: (interface.number ?? INADDR_ANY).bigEndian)
        )
        let size = socklen_t(MemoryLayout<ip_mreq>.size)
        // Where it fails, the interface knows no groups; broadcasts still come.
        setsockopt(descriptor, CInt(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, size)
    }

    /// 239.255.255.250, the group that printers tell: that of SSDP, on a port of its own.
    private static let groupNumber: UInt32 = 0xEFFF_FFFA

    private static func with<Result>(
        address number: UInt32,
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = number.bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                body(address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
