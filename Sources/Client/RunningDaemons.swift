import CommandLine
import System

/// The daemons that run on this machine, as far as this user may see them (proc(5)).
package enum RunningDaemons {
    /// Where each keeps its state, by its command line and its variables.
    package static var statePaths: [String] {
        processes.compactMap { process in
            let folder = "/proc/\(process)"
            guard text(folder + "/comm") == ["hearth\n"],
                let words = text(folder + "/cmdline"), words.dropFirst().first == "run",
                let variables = text(folder + "/environ")
            else { return nil }
            let path = statePath(of: words, variables, isRoot: isRoots(folder))
            return path.hasPrefix("/") ? path : folder + "/cwd/" + path
        }
    }

    /// Where a daemon that was started with these words and variables keeps its state; a relative path is
    /// one from the folder that it was started in.
    package static func statePath(of words: [String], _ variables: [String], isRoot: Bool) -> String
    {
        option("--state", in: words)
            ?? StatePath.standard(isRoot: isRoot) { name in
                variables.first { $0.hasPrefix(name + "=") }.map {
                    String($0.dropFirst(name.count + 1))
                }
            }
    }

    private static func option(_ name: String, in words: [String]) -> String? {
        if let glued = words.first(where: { $0.hasPrefix(name + "=") }) {
            return String(glued.dropFirst(name.count + 1))
        }
        guard let index = words.firstIndex(of: name), words.indices.contains(index + 1) else {
            return nil
        }
        return words[index + 1]
    }

    private static func isRoots(_ folder: String) -> Bool {
        do throws(SystemError) {
            return try FileStatus(of: folder)?.user == 0
        } catch {
            return false
        }
    }

    private static var processes: [Int] {
        do throws(SystemError) {
            return try Directory.names(in: "/proc").compactMap { Int($0) }
        } catch {
            return []
        }
    }

    /// A command line and an environment are not longer.
    private static let most = 64 * 1024

    /// The parts of a file between its null characters; nil where this user may not read it, or where the
    /// process has ended.
    private static func text(_ path: String) -> [String]? {
        do throws(SystemError) {
            return try File.readIfPresent(path, most: most)?.split(separator: 0).map {
                String(decoding: $0, as: UTF8.self)
            }
        } catch {
            return nil
        }
    }
}
