import Daemon
import Glibc
import Testing

@Suite struct ServiceManagerTests {
    @Test func eachCallIsOneDatagram() throws {
        let listener = try DatagramListener("@hearth-test-\(getpid())-calls")
        let manager = ServiceManager(socket: listener.name)
        #expect(manager.ready(status: "Simulated chamber: open http://127.0.0.1:8080/"))
        #expect(
            listener.next()
                == "READY=1\nSTATUS=Simulated chamber: open http://127.0.0.1:8080/"
        )
        #expect(manager.watchdog())
        #expect(listener.next() == "WATCHDOG=1")
        #expect(manager.status("heating to 55 °C"))
        #expect(listener.next() == "STATUS=heating to 55 °C")
        #expect(manager.stopping(status: "cooling down"))
        #expect(listener.next() == "STOPPING=1\nSTATUS=cooling down")
    }

    @Test func aSocketMayBeAPath() throws {
        let listener = try DatagramListener("/tmp/hearth-test-\(getpid())-notify")
        #expect(ServiceManager(socket: listener.name).watchdog())
        #expect(listener.next() == "WATCHDOG=1")
    }

    @Test func aStatusStaysOneLine() throws {
        let listener = try DatagramListener("@hearth-test-\(getpid())-lines")
        #expect(ServiceManager(socket: listener.name).status("a\nREADY=1\r\nb"))
        #expect(listener.next() == "STATUS=a READY=1 b")
    }

    @Test func withoutAManagerNobodyIsTold() {
        let manager = ServiceManager(socket: nil)
        #expect(manager.ready(status: ""))
        #expect(manager.watchdog())
    }

    @Test func aManagerThatHasGoneIsNoticed() {
        #expect(!ServiceManager(socket: "/nowhere/notify").ready(status: ""))
        #expect(!ServiceManager(socket: "vsock:2:9").watchdog())
        #expect(!ServiceManager(socket: "").watchdog())
        #expect(!ServiceManager(socket: "/" + String(repeating: "x", count: 200)).watchdog())
    }
}

/// The receiving end, as a service manager has it.
private final class DatagramListener {
    let name: String
    private let descriptor: CInt

    init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(name.utf8)
        if path.first == UInt8(ascii: "@") { path[0] = 0 } else { unlink(name) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let result = withUnsafeBytes(of: &address) { bytes in
            bind(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, length)
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
        unlink(name)
    }

    /// The next message; empty where none has come: sending delivers at once.
    func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
