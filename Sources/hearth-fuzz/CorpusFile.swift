import Glibc

/// A file of the corpus.
enum CorpusFile {
    /// More than any decoder takes.
    private static let most = 4 << 20

    /// Its bytes; `nil` where it cannot be read.
    static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: most)
        let count = fread(&bytes, 1, most, file)
        return ferror(file) == 0 ? Array(bytes[..<count]) : nil
    }

    /// Writes `bytes` to `path`; says whether it went.
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        guard let file = fopen(path, "wb") else { return false }
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        return fclose(file) == 0 && isWritten
    }
}
