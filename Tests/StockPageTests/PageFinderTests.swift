import CZlib
import StockPage
import Testing

struct PageFinderTests {
    private static func text(_ title: String = "Panda Breath", filling count: Int = 1_000)
        -> [UInt8]
    {
        let filling = String(repeating: "words of our own ", count: count / 17)
        return Array(
            """
            <!DOCTYPE html><html><head><title>\(title)</title></head>
            <body>\(filling)</body></html>
            """.utf8
        )
    }

    /// Bytes that are no page, the same in each run.
    private static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        let isReady = deflateInit2_(
            &stream,
            Z_BEST_COMPRESSION,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        try #require(isReady == Z_OK)
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 1_024)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }

    @Test func aPlainPageIsFoundAnywhere() throws {
        let page = Self.text()
        for (before, after) in [(0, 0), (1, 0), (0, 1), (70_000, 30_000)] {
            let image = Self.noise(before) + page + Self.noise(after, seed: 2)
            #expect(try PageFinder.page(in: image) == page)
        }
    }

    @Test func aPackedPageIsFoundAnywhere() throws {
        let page = Self.text(filling: 200_000)
        let packed = try Self.gzip(page)
        for (before, after) in [(0, 0), (70_000, 30_000)] {
            let image = Self.noise(before) + packed + Self.noise(after, seed: 2)
            #expect(try PageFinder.page(in: image) == page)
        }
    }

    @Test func thePageOfTwoSlotsIsOne() throws {
        let page = Self.text()
        let packed = try Self.gzip(page)
        #expect(try PageFinder.page(in: packed + Self.noise(100) + packed) == page)
        #expect(try PageFinder.page(in: packed + page) == page)
    }

    @Test func twoDifferentPagesAreOneTooMany() throws {
        let image = Self.text() + (try Self.gzip(Self.text(filling: 2_000)))
        #expect(throws: PageProblem.several(2)) { try PageFinder.page(in: image) }
    }

    @Test(arguments: ["Panda Touch", "Panda Breath 2", "panda  breath"])
    func anotherTitleIsAnotherPage(title: String) {
        #expect(throws: PageProblem.notFound) { try PageFinder.page(in: Self.text(title)) }
    }

    @Test func anotherDocumentBeforeItStaysOut() throws {
        let page = Self.text()
        #expect(try PageFinder.page(in: Self.text("Recovery") + page) == page)
    }

    @Test func whatIsNoImageHasNoPage() {
        #expect(throws: PageProblem.notFound) { try PageFinder.page(in: []) }
        #expect(throws: PageProblem.notFound) { try PageFinder.page(in: Self.noise(100_000)) }
    }

    @Test func aCutImageIsTold() throws {
        let page = Self.text()
        #expect(throws: PageProblem.unfinished) { try PageFinder.page(in: page.dropLast(3)) }
        let packed = try Self.gzip(page)
        #expect(throws: PageProblem.notFound) { try PageFinder.page(in: packed.dropLast(3)) }
    }

    @Test func aDamagedMemberIsNoPage() throws {
        var packed = try Self.gzip(Self.text(filling: 50_000))
        // The check sum stands in the last 8 bytes (RFC 1952, 2.3.1).
        packed[packed.count - 6] ^= 1
        #expect(throws: PageProblem.notFound) { try PageFinder.page(in: packed) }
    }

    @Test func aBombIsNotUnpacked() throws {
        let bomb = try Self.gzip([UInt8](repeating: 0x20, count: 8 << 20))
        #expect(bomb.count < 16 << 10)
        #expect(throws: PageProblem.notFoundBesidesLarge) { try PageFinder.page(in: bomb) }
        var many: [UInt8] = []
        for _ in 0..<100 { many += bomb }
        #expect(throws: PageProblem.tooMuchPacked) { try PageFinder.page(in: many) }
    }

    @Test func aPageHasASize() {
        #expect(throws: PageProblem.pageTooSmall) { try PageFinder.page(in: Self.text(filling: 0)) }
        #expect(throws: PageProblem.unfinished) {
            try PageFinder.page(in: Self.text(filling: PageFinder.largestPage + 100))
        }
        #expect(throws: PageProblem.imageTooLarge) {
            try PageFinder.page(in: [UInt8](repeating: 0, count: PageFinder.largestImage + 1))
        }
    }

    @Test func aPageIsText() {
        var page = Self.text()
        page[200] = 0xff
        #expect(throws: PageProblem.notText) { try PageFinder.page(in: page) }
        page[200] = 0
        #expect(throws: PageProblem.notText) { try PageFinder.page(in: page) }
    }
}
