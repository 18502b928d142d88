import CSystemCalls
import Glibc
import System
import TestSupport
import Testing

struct FileReplacementTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = try directory.write("file", "old")
    }

    private func replace() -> SystemError? {
        do throws(SystemError) {
            try File.replace(path, with: Array("new".utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("The bytes are on the disk before the name, and the name before the return")
    func order() throws {
        hearth_calls_begin()
        let error = replace()
        let calls = String(cString: hearth_calls_end())
        #expect(calls == "write fsync rename fsync-directory")
        #expect(error == nil)
        #expect(try directory.text("file") == "new")
        #expect(try directory.names == ["file"])
        #expect(try FileStatus(of: path)?.mode == 0o600)
    }

    @Test(
        "Whichever step before the last fails, the old file is there, and nothing beside it",
        arguments: ["write", "fsync", "rename"]
    )
    func failure(step: String) throws {
        hearth_calls_begin()
        hearth_calls_fail(step, ENOSPC)
        let error = replace()
        _ = hearth_calls_end()
        #expect(
            error?.description
                == "\(path): cannot be written: No space left on device; free some space"
        )
        #expect(try directory.text("file") == "old")
        #expect(try directory.names == ["file"])
    }

    @Test("A name that may be lost in a power cut is an error")
    func lastStep() throws {
        hearth_calls_begin()
        hearth_calls_fail("fsync-directory", EIO)
        let error = replace()
        _ = hearth_calls_end()
        #expect(error?.code == EIO)
        #expect(error?.path == directory.path)
        #expect(try directory.text("file") == "new")
    }

    @Test("What an attempt left that was cut short is no obstacle")
    func leftover() throws {
        try directory.write("file.new", "half")
        #expect(replace() == nil)
        #expect(try directory.text("file") == "new")
        #expect(try directory.names == ["file"])
    }

    @Test("A directory of that name stays, and so does a file whose directory is missing")
    func obstacles() throws {
        try directory.write("folder/inner", "text")
        let error = try systemError {
            try File.replace(directory.file("folder"), with: [1])
        }
        #expect(error.code == EISDIR)
        #expect(try directory.names == ["file", "folder"])
        let missing = try systemError {
            try File.replace(directory.file("none/file"), with: [1])
        }
        #expect(missing.isMissing)
        #expect(missing.path == directory.file("none/file"))
    }

    @Test("A file that root writes belongs to whom the directory belongs", .enabled(if: isRoot))
    func owner() throws {
        try #require(chown(directory.path, 1234, 4321) == 0)
        try File.replace(path, with: [1], forOwnerOfDirectory: true)
        let status = try #require(try FileStatus(of: path))
        #expect(status.user == 1234 && status.group == 4321)
    }
}

private let isRoot = geteuid() == 0
