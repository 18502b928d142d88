import Glibc
import System

/// One process's hold on a state directory: a lock on a file in it, which the kernel releases
/// however the process ends.
///
/// The file holds the process's number for the message that a second one prints.
struct DirectoryLock: ~Copyable {
    private let file: OpenFile

    /// Takes the lock, or throws ``StoreError/Kind/secondInstance(pid:)``. A directory that cannot
    /// be written can still be locked if an earlier run left the file.
    init(on directory: String) throws(StoreError) {
        let file = try Self.open(in: directory)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            guard code == EWOULDBLOCK else {
                throw StoreError(.lockDirectory, errno: code, path: directory)
            }
            let holder = DirectoryLock.holder(file)
            let name = holder.map { "process \($0)" } ?? "another process"
            throw StoreError(
                .lockDirectory,
                .secondInstance(pid: holder),
                words: "\(name) uses it already",
                path: directory
            )
        }
        self.file = file
        do throws(SystemError) {
            try file.truncate(to: 0)
            try file.write(Array("\(getpid())\n".utf8))
        } catch {
            // The lock holds without the number: a full or read-only disk only makes the message of
            // a second instance poorer.
        }
    }

    private static func open(in directory: String) throws(StoreError) -> OpenFile {
        let path = directory + "/hearth.lock"
        do throws(SystemError) {
            return try OpenFile(path, for: .readingAndWriting)
        } catch {
            let reason = StoreError(.lockDirectory, errno: error.code, path: directory)
            do throws(SystemError) {
                return try OpenFile(path, for: .reading)
            } catch {
                throw reason
            }
        }
    }

    deinit {
        // A child process that is being started holds the descriptor, and with it the lock, until
        // it becomes another program; unlocking ends that.
        flock(file.descriptor, LOCK_UN)
    }

    /// The number that the holder wrote into the file, if any.
    static func holder(_ file: OpenFile) -> Int32? {
        do throws(SystemError) {
            try file.seek(to: 0)
            let digits = try file.read(16).prefix { $0 >= 0x30 && $0 <= 0x39 }
            return Int32(String(decoding: digits, as: UTF8.self))
        } catch {
            return nil
        }
    }
}

/// A hold on a state directory that does not read what is in it: while it lasts, no daemon starts
/// on the directory, and none is running.
package final class StateHold {
    private var lock: DirectoryLock?

    /// Locks the directory, and makes it where it is missing. Throws
    /// ``StoreError/Kind/secondInstance(pid:)`` where a daemon has it.
    package init(on path: String) throws(StoreError) {
        let directory = try Files.prepareDirectory(path)
        lock = try DirectoryLock(on: directory)
        Self.giveToOwner(directory)
    }

    /// Releases the directory.
    package func release() {
        lock = nil
    }

    /// A lock file that root made belongs to the directory's owner: a daemon without root's rights
    /// has to open it at its next start. Nothing happens for other users, who own what they made.
    private static func giveToOwner(_ directory: String) {
        guard geteuid() == 0 else { return }
        do throws(SystemError) {
            guard let status = try FileStatus(of: directory) else { return }
            _ = lchown(directory + "/hearth.lock", status.user, status.group)
        } catch {
            // The directory was opened just now: it cannot fail.
        }
    }
}
