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

    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .imageTooLarge:
            "the file is larger than \(PageFinder.largestImage) bytes: it is no firmware image"
        case .notFound:
            "there is no page titled Panda Breath in it, neither plain nor packed with gzip: take an "
                + "image of the stock firmware (V1.0.0 to V1.0.3), not one that is encrypted"
        case .notFoundBesidesLarge:
            "there is no page titled Panda Breath in it, but something packed that is larger than a "
                + "page may be (\(PageFinder.largestPage) bytes)"
        case .tooMuchPacked:
            "it unpacks to more than \(PageFinder.mostUnpacked) bytes: it is no firmware image"
        case .several(let count):
            "there are \(count) different pages titled Panda Breath in it: take an image of one "
                + "version"
        case .unfinished:
            "the page in it has no end: the image was cut; load it down again"
        case .pageTooLarge:
            "the page in it is larger than \(PageFinder.largestPage) bytes"
        case .pageTooSmall:
            "the page in it is smaller than \(PageFinder.smallestPage) bytes"
        case .notText:
            "the page in it is not text in UTF-8: the image is damaged"
        }
    }
}
