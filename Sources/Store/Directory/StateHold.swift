import Glibc
import System

/// The hold on a state directory without a look at what is in it: while it lasts, no daemon starts on
/// the directory, and none is running.
package final class StateHold {
    private var lock: DirectoryLock?

    /// Takes the directory, and makes it where it is missing. Throws
    /// ``StoreError/Kind/secondInstance(pid:)`` where a daemon has it.
    package init(on path: String) throws(StoreError) {
        let directory = try Files.prepareDirectory(path)
        lock = try DirectoryLock(on: directory)
        Self.giveToOwner(directory)
    }

    /// Lets go of the directory.
    package func release() {
        lock = nil
    }

    /// A lock file that root made belongs to the directory's owner: a daemon without root's rights has
    /// to open it at its next start. Fails for anyone else, who owns what they made.
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
