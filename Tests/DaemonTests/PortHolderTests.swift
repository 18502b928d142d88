import Daemon
import Testing

/// Who has a port is read from the kernel's tables, or from what a server says of itself.
@Suite struct PortHolderTests {
    /// A table with a listener at port 80, a connection from port 80, and a listener at port 8080.
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 12345 1 0 100
           1: 0100007F:0050 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  0  0 12346 1 0 20
           2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 12347 1 0 100
        """

    @Test func onlyWhoListensAtThePortCounts() {
        #expect(PortHolder.inodes(in: Self.table, listeningAt: 80) == ["12345"])
        #expect(PortHolder.inodes(in: Self.table, listeningAt: 8080) == ["12347"])
        #expect(PortHolder.inodes(in: Self.table, listeningAt: 443).isEmpty)
    }

    @Test(arguments: ["", "sl", "0: x:0050 y 0A", "\u{0}\u{1}"])
    func whatIsNoTableHasNone(text: String) {
        #expect(PortHolder.inodes(in: text, listeningAt: 80).isEmpty)
    }

    @Test func aServerIsCalledAsItSays() {
        #expect(
            PortHolder.server(in: "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n")
                == "nginx/1.22.1"
        )
        #expect(PortHolder.server(in: "HTTP/1.1 200 OK\r\nserver:caddy\r\n") == "caddy")
        #expect(PortHolder.server(in: "HTTP/1.1 200 OK\r\nDate: now\r\n") == nil)
    }

    @Test func whatAServerSaysCannotReachATerminal() {
        let answer =
            "HTTP/1.1 200 OK\r\nServer: \u{1b}[31mred\u{202e}" + String(repeating: "x", count: 99)
        let name = PortHolder.server(in: answer)
        #expect(name?.hasPrefix("31mred") == true)
        #expect(name?.count == 40)
    }
}
