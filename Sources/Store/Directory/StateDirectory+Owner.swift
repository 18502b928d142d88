import Glibc
import System

extension StateDirectory {
    /// The number of the process that uses the directory at present, 0 where it cannot be told;
    /// `nil` where none does. Looks only: nothing is made or changed.
    package static func user(of directory: String) -> Int32? {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile(directory + "/hearth.lock", for: .reading)
        } catch {
            return nil
        }
        // A shared lock is refused exactly while somebody holds the exclusive one; closing the file
        // gives it back.
        guard flock(file.descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else {
            return nil
        }
        return DirectoryLock.holder(file) ?? 0
    }
}
