import Glibc
import System
import TestSupport
import Testing

struct DirectoryTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("Directories are made with those above them, and again without harm")
    func making() throws {
        let path = directory.file("a/b/c")
        try Directory.makeAll(path, mode: 0o700)
        try Directory.makeAll(path, mode: 0o700)
        #expect(try FileStatus(of: path)?.kind == .directory)
        #expect(try FileStatus(of: directory.file("a"))?.mode == 0o700)
        let error = try systemError {
            try Directory.make(directory.file("x/y"), mode: 0o700)
        }
        #expect(
            error.description == "\(directory.file("x/y")): cannot be made: "
                + "No such file or directory; check the path"
        )
    }

    @Test("A file in the way of a directory is an error")
    func fileInTheWay() throws {
        try directory.write("file", "")
        let error = try systemError {
            try Directory.makeAll(directory.file("file/a/b"), mode: 0o700)
        }
        #expect(error.code == ENOTDIR)
    }

    @Test("Files are put into a directory as new ones, through no link in the way")
    func filling() throws {
        try directory.write("elsewhere/report", "kept")
        let folder = directory.file("folder")
        try Directory.make(folder, mode: 0o755)
        try File.replaceLink(folder + "/report", target: directory.file("elsewhere/report"))
        try Directory.fill(folder, with: [("report", Array("new".utf8))], mode: 0o644)
        #expect(try directory.text("folder/report") == "new")
        #expect(try directory.text("elsewhere/report") == "kept")
        #expect(try FileStatus(of: folder + "/report", followingLinks: false)?.kind == .file)
        #expect(try Directory.names(in: folder) == ["report"])
    }

    @Test("A link in place of the directory is refused")
    func fillingThroughALink() throws {
        try directory.write("elsewhere/report", "kept")
        let link = directory.file("link")
        try File.replaceLink(link, target: directory.file("elsewhere"))
        let error = try systemError {
            try Directory.fill(link, with: [("report", Array("new".utf8))], mode: 0o644)
        }
        #expect([ENOTDIR, ELOOP].contains(error.code))
        #expect(try directory.text("elsewhere/report") == "kept")
    }

    @Test("Names come sorted, without the two that every directory has")
    func names() throws {
        for name in ["b", ".hidden", "a"] { try directory.write(name, "") }
        #expect(try Directory.names(in: directory.path) == [".hidden", "a", "b"])
        #expect(throws: SystemError.self) { try Directory.names(in: directory.file("none")) }
        #expect(throws: SystemError.self) { try Directory.names(in: directory.file("a")) }
    }

    @Test("A whole tree is removed, but nothing that a link in it leads to")
    func removing() throws {
        try directory.write("kept", "text")
        try directory.write("tree/inner/file", "")
        try File.replaceLink(directory.file("tree/link"), target: directory.path)
        try Directory.removeAll(directory.file("tree"))
        try Directory.removeAll(directory.file("tree"))
        #expect(try directory.names == ["kept"])
    }

    @Test("The absolute path of a directory is free of links; a file has none")
    func absolute() throws {
        try directory.write("real/file", "")
        try File.replaceLink(directory.file("link"), target: "real")
        let found = try Directory.absolute(directory.file("link"))
        #expect(found == directory.file("real"))
        let error = try systemError {
            try Directory.absolute(directory.file("real/file"))
        }
        #expect(error.code == ENOTDIR)
    }

    @Test(
        "The directory of a path",
        arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a")]
    )
    func containing(path: String, parent: String) {
        #expect(Directory.containing(path) == parent)
    }

    @Test("A disk has some bytes free")
    func space() throws {
        #expect(try Directory.freeBytes(at: directory.path) > 0)
        #expect(throws: SystemError.self) { try Directory.freeBytes(at: directory.file("none")) }
    }
}
