import Testing
import WebSocket

@Suite struct ChunkedBodyTests {
    private static let text =
        "4\r\nHear\r\n3;name=\"x\"\r\nth \r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n"

    /// Cut at every place, and byte by byte.
    @Test func theBodyComesTogetherHoweverItIsCut() {
        let bytes = Array(Self.text.utf8)
        for cut in 0...bytes.count {
            var chunks = ChunkedBody()
            let body = chunks.decode(Array(bytes[..<cut])) + chunks.decode(Array(bytes[cut...]))
            #expect(body == Array("Hearth 0123456789".utf8), "cut at \(cut)")
            #expect(chunks.isOver && !chunks.isBroken)
        }
        var chunks = ChunkedBody()
        let body = bytes.flatMap { chunks.decode([$0]) }
        #expect(body == Array("Hearth 0123456789".utf8))
        #expect(chunks.isOver)
    }

    @Test func itIsNotOverBeforeItsLastLine() {
        var chunks = ChunkedBody()
        _ = chunks.decode(Array("4\r\nHear\r\n0\r\n".utf8))
        #expect(!chunks.isOver)
        _ = chunks.decode(Array("\r\n".utf8))
        #expect(chunks.isOver)
    }

    @Test(arguments: ["\r\n", "x\r\n", "-1\r\n", "12345678\r\n", "1\r\nabc", "<html>"])
    func whatIsNoChunkIsToldAsThat(text: String) {
        var chunks = ChunkedBody()
        _ = chunks.decode(Array(text.utf8))
        #expect(chunks.isBroken)
        #expect(!chunks.isOver)
    }
}
