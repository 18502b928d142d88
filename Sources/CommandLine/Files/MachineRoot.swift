import System

/// Where to find a machine's own files: of the running machine, or of another one below a folder,
/// such as a mounted card.
package struct MachineRoot: Sendable {
    /// Larger than any of these files.
    private static let largestFile = 256 * 1024

    /// Without a slash at its end; empty for the machine itself.
    private let folder: String

    /// The machine whose files lie below `folder`; empty: the machine itself.
    package init(_ folder: String = "") {
        self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// The machine that this program runs on.
    package var isThisMachine: Bool { folder.isEmpty }

    /// Where an absolute path of that machine is.
    package func path(_ path: String) -> String {
        folder + path
    }

    /// Whether the path exists, even as a broken link.
    package func has(_ path: String) -> Bool {
        do throws(SystemError) {
            return try FileStatus(of: self.path(path), followingLinks: false) != nil
        } catch {
            return false
        }
    }

    /// A file's text up to its first zero; `nil` where it is not there or cannot be read.
    package func text(of path: String) -> String? {
        do throws(SystemError) {
            let bytes = try File.beginning(of: self.path(path), Self.largestFile + 1)
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        } catch {
            return nil
        }
    }

    /// The names in a folder, sorted; none where it is not there.
    package func names(in path: String) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: self.path(path)).filter { !$0.hasPrefix(".") }
        } catch {
            return []
        }
    }

    /// The machine's model: `Raspberry Pi 4 Model B Rev 1.4`; `nil` where it has none.
    package var model: String? {
        text(of: "/proc/device-tree/model")
    }
}
