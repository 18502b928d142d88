import Glibc
import System

/// The program that listens on a port of this machine, for the message that the port is taken.
package enum PortHolder {
    /// `nginx (process 712)` for root, who may see every process; else what a web server there says of
    /// itself, as in `nginx/1.22.1`; `nil`: nobody can tell.
    package static func words(for port: UInt16) -> String? {
        process(at: port) ?? greeting(at: port)
    }

    // MARK: By the kernel's tables

    /// The state of a socket that listens (net/tcp_states.h, `TCP_LISTEN`).
    private static let listening = "0A"
    /// More than a machine with thousands of connections has.
    private static let largestTable = 4 * 1024 * 1024

    private static func process(at port: UInt16) -> String? {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { text($0, most: largestTable) }
        let sockets = tables.flatMap { Set(inodes(in: $0, listeningAt: port)) }
        guard !sockets.isEmpty else { return nil }
        let goals = Set(sockets.map { "socket:[\($0)]" })
        for process in names("/proc") where process.allSatisfy(\.isNumber) {
            let folder = "/proc/\(process)/fd"
            guard names(folder).contains(where: { goals.contains(target("\(folder)/\($0)")) }),
                let name = text("/proc/\(process)/comm", most: 64)?.prefix(while: { $0 != "\n" })
            else { continue }
            return "\(name) (process \(process))"
        }
        return nil
    }

    /// The sockets that listen at a port, by a table of the kernel's (proc(5), `/proc/net/tcp`): the local
    /// address ends in `:` and the port in hexadecimal, the state is the fourth column, the inode the tenth.
    package static func inodes(in table: String, listeningAt port: UInt16) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ")
            guard columns.count >= 10, columns[3] == listening,
                let digits = columns[1].split(separator: ":").last,
                UInt16(digits, radix: 16) == port
            else { return nil }
            return String(columns[9])
        }
    }

    private static func names(_ folder: String) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: folder)
        } catch {
            return []
        }
    }

    private static func text(_ path: String, most: Int) -> String? {
        do throws(SystemError) {
            return String(decoding: try File.beginning(of: path, most), as: UTF8.self)
        } catch {
            return nil
        }
    }

    private static func target(_ path: String) -> String {
        var bytes = [CChar](repeating: 0, count: 64)
        let count = readlink(path, &bytes, bytes.count)
        return String(
            decoding: bytes.prefix(max(0, count)).map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    // MARK: By asking

    /// A server on this machine answers within this time, or is not named.
    private static let patience = timeval(tv_sec: 0, tv_usec: 500_000)
    private static let largestAnswer = 2048
    private static let longestName = 40

    /// What the server says in its header `Server`.
    private static func greeting(at port: UInt16) -> String? {
        let descriptor = socket(
            AF_INET,
            CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue),
            0
        )
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = patience
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                descriptor,
                SOL_SOCKET,
                option,
                &patience,
                socklen_t(MemoryLayout<timeval>.size)
            )
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let isConnected = withUnsafeBytes(of: &place) { bytes in
            let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            return connect(descriptor, start, socklen_t(bytes.count)) == 0
        }
        let request = Array("HEAD / HTTP/1.0\r\n\r\n".utf8)
        guard isConnected,
            send(descriptor, request, request.count, CInt(MSG_NOSIGNAL)) == request.count
        else { return nil }
        var answer = [UInt8](repeating: 0, count: largestAnswer)
        let count = recv(descriptor, &answer, answer.count, 0)
        guard count > 0 else { return nil }
        return server(in: String(decoding: answer[..<count], as: UTF8.self))
    }

    /// The header `Server` of an answer, without what a terminal could take for an order.
    package static func server(in answer: String) -> String? {
        let lines = answer.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("server:") }) else {
            return nil
        }
        let name = line.dropFirst("server:".count).filter { character in
            character.isASCII
                && (character.isLetter || character.isNumber || " ./()-_".contains(character))
        }
        let words = name.split(separator: " ").joined(separator: " ").prefix(longestName)
        return words.isEmpty ? nil : String(words)
    }
}
