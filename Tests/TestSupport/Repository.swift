import System

/// The files of this repository, and the programs that are built from it.
package enum Repository {
    /// The board file that needs no hardware.
    package static var simulatedBoard: String {
        path(of: "boards/simulated.conf")
    }

    /// Where a file of the repository lies.
    package static func path(of file: String) -> String {
        let here = "Tests/TestSupport/Repository.swift"
        return #filePath.dropLast(here.count) + file
    }

    /// The text of a file of the repository.
    package static func text(of name: String) throws -> String {
        String(decoding: try File.read(path(of: name), most: 1 << 20), as: UTF8.self)
    }

    /// The program `hearth`, which is built into the same folder as the tests.
    package static var program: String { OwnProgram.directory + "/hearth" }
}
