import CSystemCalls
import Glibc
import System
import TestSupport
import Testing

struct FileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("What is written is read again, and replaces what was there")
    func writeAndRead() throws {
        let path = directory.file("file")
        try File.write([UInt8](repeating: 7, count: 200_000), to: path)
        #expect(try File.read(path, most: 200_000).count == 200_000)
        try File.write([1, 2], to: path)
        #expect(try File.read(path, most: 10) == [1, 2])
        #expect(try File.beginning(of: path, 1) == [1])
    }

    @Test("A file with more bytes than the bound is an error that says the bound")
    func bound() throws {
        let path = try directory.write("file", "12345")
        #expect(try File.read(path, most: 5).count == 5)
        let error = try systemError { try File.read(path, most: 4) }
        #expect(error.code == EFBIG)
        #expect(error.description == "\(path): cannot be read: it is larger than 4 bytes")
        #expect(try systemError { try File.read("/dev/zero", most: 9) }.code == EFBIG)
    }

    @Test("A missing file, a missing parent, a directory and a full disk are told with advice")
    func failures() throws {
        let path = directory.file("none")
        let missing = try systemError { try File.read(path, most: 1) }
        #expect(missing.isMissing)
        #expect(
            missing.description
                == "\(path): cannot be read: No such file or directory; check the path"
        )
        let below = directory.file("none/file")
        #expect(try systemError { try File.write([1], to: below) }.code == ENOENT)
        let folder = directory.path
        #expect(try systemError { try File.write([1], to: folder) }.code == EISDIR)
        #expect(try systemError { try File.read(folder, most: 1) }.code == EISDIR)
        let full = try systemError { try File.write([1], to: "/dev/full") }
        #expect(full.code == ENOSPC)
        #expect(full.advice == "free some space")
    }

    @Test("Calls that a signal interrupts or that move few bytes go on to the end")
    func interrupted() throws {
        let path = directory.file("file")
        let bytes = Array("a longer text than a short write takes".utf8)
        hearth_calls_begin()
        hearth_calls_shorten(16)
        hearth_calls_fail("write", EINTR)
        try File.write(bytes, to: path)
        #expect(String(cString: hearth_calls_end()) == "write write write write")
        hearth_calls_begin()
        hearth_calls_shorten(16)
        hearth_calls_fail("read", EINTR)
        let found = try File.read(path, most: 100)
        #expect(String(cString: hearth_calls_end()) == "read read read read read")
        #expect(found == bytes)
    }

    @Test("A link is followed, but not where links are refused")
    func links() throws {
        let path = try directory.write("file", "text")
        let link = directory.file("link")
        try File.replaceLink(link, target: path)
        try File.replaceLink(link, target: path)
        #expect(try File.read(link, most: 4) == Array("text".utf8))
        #expect(
            try systemError { try File.read(link, most: 4, for: .readingNoLink) }.code == ELOOP
        )
        #expect(try FileStatus(of: link, followingLinks: false)?.kind == .link)
        #expect(try FileStatus(of: link)?.kind == .file)
        #expect(try FileStatus(of: directory.path)?.kind == .directory)
        #expect(try FileStatus(of: path + ".none") == nil)
        #expect(throws: SystemError.self) { try FileStatus(of: path + "/below") }
    }

    @Test("A named pipe without a writer ends a reader that does not wait")
    func namedPipe() throws {
        let path = directory.file("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        #expect(try File.beginning(of: path, 10, for: .readingWithoutWaiting).isEmpty)
    }

    @Test("Appended bytes follow those before them")
    func appending() throws {
        let path = directory.file("log")
        try OpenFile(path, for: .creating).write([1, 2])
        try OpenFile(path, for: .appending).write([3])
        #expect(try File.read(path, most: 3) == [1, 2, 3])
        #expect(try systemError { try OpenFile(path, for: .creating) }.code == EEXIST)
    }

    @Test("Removing says whether something was there")
    func removing() throws {
        let path = try directory.write("file", "")
        #expect(try File.remove(path))
        #expect(try !File.remove(path))
        #expect(try systemError { try File.remove(directory.path) }.code == EISDIR)
    }
}
