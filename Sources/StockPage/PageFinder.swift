/// Finds the stock web page in a firmware image that its owner has.
///
/// The page is one HTML document whose title is `Panda Breath`, stored as it is or as a gzip member,
/// anywhere in the image. Nothing in the image is trusted: each step is bounded.
package enum PageFinder {
    /// Bytes of the largest image; the stock page itself refuses 0x480000 (wire contract, section 7).
    package static let largestImage = 16 << 20
    /// Bytes of the largest page; several times the stock one's.
    package static let largestPage = 1 << 20
    /// Bytes of the smallest page: a mere title is no page.
    static let smallestPage = 256
    /// Bytes that all gzip members together may unpack to: bytes that only look like a member
    /// mostly end at once.
    static let mostUnpacked = 64 << 20

    /// The page, in UTF-8.
    package static func page(in image: [UInt8]) throws(PageProblem) -> [UInt8] {
        guard image.count <= largestImage else { throw .imageTooLarge }
        var found: [[UInt8]] = []
        var left = mostUnpacked
        var hasBomb = false
        try documents(in: image, &found)
        for start in GzipMember.starts(in: image) {
            switch GzipMember.unpack(image, from: start, atMost: min(largestPage, left)) {
            case .none(let unpacked):
                left -= unpacked
            case .tooLarge(let unpacked):
                left -= unpacked
                hasBomb = true
            case .whole(let bytes):
                left -= bytes.count
                try documents(in: bytes, &found)
            }
            guard left > 0 else { throw .tooMuchPacked }
        }
        guard let page = found.first else { throw hasBomb ? .notFoundBesidesLarge : .notFound }
        guard found.count == 1 else { throw .several(found.count) }
        guard !isOfFirstVersion(page) else { throw .firstVersion }
        return page
    }

    /// Adds the documents with the title that stand in `bytes`; one that stands there twice, as in
    /// an image with two slots, counts once.
    private static func documents(
        in bytes: [UInt8],
        _ found: inout [[UInt8]]
    ) throws(PageProblem) {
        var rest = bytes[...]
        while let place = rest.firstRange(ofIgnoringCase: Self.title) {
            guard
                let start = bytes[rest.startIndex..<place.lowerBound].start(ofDocument: largestPage)
            else {
                rest = bytes[place.upperBound...]
                continue
            }
            let end = bytes[place.upperBound...].prefix(largestPage)
                .firstRange(ofIgnoringCase: Self.ending)?.upperBound
            guard let end else { throw .unfinished }
            let page = Array(bytes[start..<end])
            guard page.count <= largestPage else { throw .pageTooLarge }
            guard page.count >= smallestPage else { throw .pageTooSmall }
            guard String(validating: page, as: UTF8.self) != nil, !page.contains(0) else {
                throw .notText
            }
            if !found.contains(page) { found.append(page) }
            guard found.count <= mostDocuments else { throw .several(found.count) }
            rest = bytes[end...]
        }
    }

    /// V1.0.0's page: it writes the target as `temp`, and knows no `set_temp` (wire contract, trap 9).
    private static func isOfFirstVersion(_ page: [UInt8]) -> Bool {
        page[...].firstRange(ofIgnoringCase: Array("work_mode".utf8)) != nil
            && page[...].firstRange(ofIgnoringCase: Array("set_temp".utf8)) == nil
    }

    private static let mostDocuments = 8
    private static let title = Array("<title>panda breath</title>".utf8)
    private static let ending = Array("</html>".utf8)
}

extension ArraySlice<UInt8> {
    /// The first place where these bytes, in lower case, stand in either case.
    fileprivate func firstRange(ofIgnoringCase word: [UInt8]) -> Range<Int>? {
        guard let first = word.first, count >= word.count else { return nil }
        for index in startIndex...(endIndex - word.count) where self[index].lowercased == first {
            let isHere = zip(self[index...], word).allSatisfy { $0.lowercased == $1 }
            if isHere { return index..<(index + word.count) }
        }
        return nil
    }

    /// Where the document begins that reaches to the end of the slice: at the last `<!doctype html`,
    /// else at the last `<html`, no more than `most` bytes before the end.
    fileprivate func start(ofDocument most: Int) -> Int? {
        let near = suffix(most)
        return near.lastStart(ofIgnoringCase: Array("<!doctype html".utf8))
            ?? near.lastStart(ofIgnoringCase: Array("<html".utf8))
    }

    private func lastStart(ofIgnoringCase word: [UInt8]) -> Int? {
        guard let first = word.first, count >= word.count else { return nil }
        for index in (startIndex...(endIndex - word.count)).reversed()
        where self[index].lowercased == first {
            if zip(self[index...], word).allSatisfy({ $0.lowercased == $1 }) { return index }
        }
        return nil
    }
}

extension UInt8 {
    /// An ASCII letter in lower case; anything else as it is.
    fileprivate var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}

/// Why no page was taken from an image.
package enum PageProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case imageTooLarge
    case notFound
    /// Something packed in it is larger than a page may be, and may have been it.
    case notFoundBesidesLarge
    /// Its gzip members unpack to more than any firmware has.
    case tooMuchPacked
    case several(Int)
    case unfinished
    case pageTooLarge
    case pageTooSmall
    case notText
    /// The page of V1.0.0, whose numbers have other meanings.
    case firstVersion

    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .imageTooLarge:
            "the file is larger than \(PageFinder.largestImage) bytes: it is no firmware image"
        case .notFound:
            "there is no page titled Panda Breath in it, neither plain nor packed with gzip: take an "
                + "image of the stock firmware (V1.0.1 to V1.0.3), not one that is encrypted"
        case .notFoundBesidesLarge:
            "there is no page titled Panda Breath in it, but something packed that is larger than a "
                + "page may be (\(PageFinder.largestPage) bytes)"
        case .tooMuchPacked:
            "it unpacks to more than \(PageFinder.mostUnpacked) bytes: it is no firmware image"
        case .several(let count):
            "there are \(count) different pages titled Panda Breath in it: take an image of one "
                + "version"
        case .unfinished:
            "the page in it has no end: the image was cut; download it again"
        case .pageTooLarge:
            "the page in it is larger than \(PageFinder.largestPage) bytes"
        case .pageTooSmall:
            "the page in it is smaller than \(PageFinder.smallestPage) bytes"
        case .notText:
            "the page in it is not text in UTF-8: the image is damaged"
        case .firstVersion:
            "the page in it is that of V1.0.0, which numbers the modes otherwise: it would dry at 60 °C "
                + "for 12 h where 45 °C for 6 h were chosen; take an image of V1.0.1 to V1.0.3"
        }
    }
}
