import Chamber
import CommandLine
import Dialects
import Glibc
import JSON
import TestSupport
import Testing
import hearth

@Suite(.serialized) struct DoctorCommandTests {
    private let directory: TemporaryDirectory
    private let console = RecordedConsole()
    private let board: String

    init() throws {
        directory = try TemporaryDirectory(onDisk: true)
        board = Repository.simulatedBoard
    }

    /// The grade of each subject.
    private func grades(_ words: [String]) throws -> [String: String] {
        _ = Program(console: console.console()).run(["doctor", "--json"] + words)
        let answer = try #require(try JSONValue(parsing: Array(console.output.utf8)).object)
        guard case .array(let findings) = answer["findings"] else { return [:] }
        var grades: [String: String] = [:]
        for finding in findings.compactMap(\.object) {
            grades[finding["subject"]?.string ?? ""] = finding["grade"]?.string
        }
        return grades
    }

    @Test func aMachineThatIsReadyHasNoFailure() throws {
        let grades = try grades([
            "--board", board, "--state", directory.path, "--listen", "127.0.0.1:0",
        ])
        #expect(
            Set(grades.keys)
                == [
                    "program", "board", "service", "state", "disk", "port", "clock", "date",
                    "realtime",
                ]
        )
        #expect(grades["board"] == "ok")
        #expect(grades["state"] == "ok")
        #expect(grades["port"] == "ok")
    }

    @Test func aBadBoardIsAFailureWithAWayOut() throws {
        let bad = try directory.write("b.conf", "[heater]\n")
        #expect(
            console.run(
                "doctor",
                "--board",
                bad,
                "--state",
                directory.path,
                "--listen",
                "127.0.0.1:0"
            ) == .failed
        )
        let line = console.output.split(separator: "\n").first { $0.contains(" board ") }
        #expect(line?.hasPrefix("failed   board     \(bad):") == true)
        #expect(line?.hasSuffix("; \"hearth board check \(bad)\" lists all 3 mistakes") == true)
    }

    @Test func aBoardWithoutAnElementProbeIsWarnedOfEachFaultThatItSeesLate() throws {
        let blind = try directory.write("b.conf", BoardText.shortest)
        _ = console.run(
            "doctor",
            "--board",
            blind,
            "--state",
            directory.path,
            "--listen",
            "127.0.0.1:0"
        )
        for fault in LateFault.all {
            #expect(
                console.output.contains(
                    "warning  element   \(fault.line); fit an element probe"
                )
            )
        }
    }

    @Test func aPortThatAnotherProgramHasIsAFailure() throws {
        let taken = try TakenPort()
        let grades = try grades([
            "--board", board, "--state", directory.path, "--listen", "127.0.0.1:\(taken.port)",
        ])
        #expect(grades["port"] == "failed")
    }

    @Test func aStateDirectoryThatIsAFileIsAFailure() throws {
        let file = try directory.write("state", "")
        let grades = try grades(["--board", board, "--state", file, "--listen", "127.0.0.1:0"])
        #expect(grades["state"] == "failed")
    }

    @Test func nothingIsMadeOrChanged() throws {
        let state = directory.path + "/a/b"
        let grades = try grades(["--board", board, "--state", state, "--listen", "127.0.0.1:0"])
        #expect(grades["state"] == "ok")
        #expect(access(directory.path + "/a", F_OK) != 0)
    }
}

/// A port of the loopback interface that this process listens on and never answers at.
private final class TakenPort {
    let port: UInt16
    private let descriptor: CInt

    init() throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafeMutableBytes(of: &name) { bytes in
            let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            return bind(descriptor, start, length) + listen(descriptor, 1)
                + getsockname(descriptor, start, &length)
        }
        try #require(result == 0)
        port = UInt16(bigEndian: name.sin_port)
    }

    deinit {
        close(descriptor)
    }
}
