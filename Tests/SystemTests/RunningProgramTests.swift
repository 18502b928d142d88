import Glibc
import System
import TestSupport
import Testing

struct RunningProgramTests {
    @Test("A program's exit status is told")
    func status() throws {
        #expect(try RunningProgram("/bin/sh", ["-c", "exit 7"]).wait() == .status(7))
        #expect(try RunningProgram("true", [], .null).wait() == .status(0))
    }

    @Test("A killed program is told from one that ended")
    func killed() throws {
        let program = try RunningProgram("/bin/sleep", ["600"])
        program.kill()
        let end = program.wait()
        #expect(end == .signal(SIGKILL))
        #expect(end.description == "was ended by Killed")
    }

    @Test("A program that does not end in time is killed")
    func limit() throws {
        #expect(try RunningProgram("/bin/sleep", ["600"]).wait(within: .zero) == nil)
        let quick = try RunningProgram("/bin/sh", ["-c", "exit 3"])
        #expect(quick.wait(within: .seconds(600)) == .status(3))
    }

    @Test("A program that has not ended yet is left alone, and its end is told once")
    func end() throws {
        let program = try RunningProgram("/bin/sleep", ["600"])
        #expect(program.end(within: .zero) == nil)
        program.kill()
        #expect(program.end(within: .seconds(600)) == .signal(SIGKILL))
        #expect(program.end(within: .zero) == .unknown)
    }

    @Test("A program that is not there is an error that names it")
    func missing() throws {
        let error = try systemError {
            try RunningProgram("/nowhere/program", [])
        }
        #expect(
            error.description
                == "/nowhere/program: cannot be started: No such file or directory; check the path"
        )
    }

    @Test("A descriptor is passed under the number that the program expects, and no other one")
    func descriptors() throws {
        let directory = try TemporaryDirectory()
        let file = try OpenFile(directory.file("out"), for: .writing)
        let program = try RunningProgram(
            "/bin/sh",
            ["-c", "echo passed >&3"],
            .passing(file.descriptor, inProgram: 3)
        )
        #expect(program.wait() == .status(0))
        #expect(try directory.text("out") == "passed\n")
    }

    @Test("A signal that this thread blocks reaches the program")
    func signals() throws {
        var blocked = sigset_t()
        var before = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let program = try RunningProgram("/bin/sleep", ["600"])
        program.terminate()
        #expect(program.wait() == .signal(SIGTERM))
    }

    @Test("This program knows its own path")
    func ownPath() {
        #expect(File.isExecutable(OwnProgram.path))
        #expect(OwnProgram.path.hasPrefix(OwnProgram.directory + "/"))
    }
}
