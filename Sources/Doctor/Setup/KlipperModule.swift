package import CommandLine
import System

/// Installs Hearth's module for Klipper, as docs/klipper.md says: a link in Klipper's folder, and a line
/// that keeps its version control quiet. What belongs into Klipper's own settings is shown, not written.
package struct KlipperModule {
    private let folder: String
    private let setup: Setup
    private let console: Console

    /// - Parameter folder: Klipper's own, as in `/home/pi/klipper`.
    package init(_ folder: String, _ setup: Setup, _ console: Console) {
        self.folder = folder
        self.setup = setup
        self.console = console
    }

    /// Asks, installs what is not there yet, and says what is left to do.
    package func install() throws(CommandFailure) {
        let folder: String
        let extras: FileStatus?
        do throws(SystemError) {
            folder = try Directory.absolute(self.folder)
            extras = try FileStatus(of: folder + "/klippy/extras")
        } catch {
            throw error.commandFailure
        }
        guard extras?.kind == .directory else {
            throw CommandFailure(
                .misconfigured,
                "hearth setup: \(folder) is not Klipper's folder, for it has no klippy/extras: give the one "
                    + "that holds klippy, as in /home/pi/klipper"
            )
        }
        guard let module = Self.module() else {
            throw CommandFailure(
                .unavailable,
                "hearth setup: the module that comes with the program is not there "
                    + "(/usr/share/hearth/klipper/hearth.py); install the program again"
            )
        }
        try link(folder + "/klippy/extras/hearth.py", to: module)
        try exclude(in: folder)
        for line in Self.rest { console.line(line) }
    }

    /// The module: `share/hearth/klipper` beside an installed program, `packaging/klipper` in a source tree.
    private static func module() -> String? {
        var path = OwnProgram.path
        while let slash = path.lastIndex(of: "/") {
            path = String(path[..<slash])
            let places = ["/share/hearth/klipper/hearth.py", "/packaging/klipper/hearth.py"]
            for place in places where File.isReadable(path + place) { return path + place }
        }
        return nil
    }

    private func link(_ path: String, to module: String) throws(CommandFailure) {
        let present: FileStatus?
        let isLinked: Bool
        do throws(SystemError) {
            present = try FileStatus(of: path, followingLinks: false)
            let linked = try FileStatus(of: path)
            let own = try FileStatus(of: module)
            isLinked = linked != nil && linked == own
        } catch {
            throw error.commandFailure
        }
        // A link of another installation is replaced; a file of somebody's is not.
        guard present == nil || present?.kind == .link else {
            throw CommandFailure(
                .refused,
                "hearth setup: \(path) is a file and no link, so it is not Hearth's to replace: move it away, "
                    + "then run this again"
            )
        }
        guard !isLinked else { return console.line("Klipper has Hearth's module: \(path)") }
        guard setup.agrees("Link \(path) to \(module)?") else {
            throw CommandFailure(.refused, "hearth setup: not agreed, so nothing was changed")
        }
        do throws(SystemError) {
            try File.replaceLink(path, target: module)
        } catch {
            throw error.commandFailure
        }
        console.line("Linked \(path).")
    }

    /// Moonraker calls Klipper's folder changed by a file that git does not know of.
    private func exclude(in folder: String) throws(CommandFailure) {
        let path = folder + "/.git/info/exclude"
        let line = "klippy/extras/hearth.py"
        do throws(SystemError) {
            // No folder of git's: there is nothing to keep quiet.
            guard try FileStatus(of: folder + "/.git/info") != nil else { return }
            let bytes = try File.readIfPresent(path, most: Self.mostBytes) ?? []
            let text = String(decoding: bytes, as: UTF8.self)
            guard !text.split(whereSeparator: \.isNewline).contains(where: { $0 == line }) else {
                return
            }
            let file = try OpenFile(path, for: .appending, mode: 0o644)
            try file.write(
                Array(((text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + line + "\n").utf8)
            )
        } catch {
            throw error.commandFailure
        }
        console.line("Added it to \(path).")
    }

    /// The longest list of exclusions that is read.
    private static let mostBytes = 1_048_576

    /// What is left to do by hand.
    private static let rest = [
        "",
        "Now write hearth.cfg beside printer.cfg:",
        "",
        "  [hearth]",
        "  host: 127.0.0.1   # Hearth's address",
        "",
        "and put [include hearth*.cfg] into printer.cfg. Then: sudo systemctl restart klipper",
        "",
        "The package's updates renew the module. Where this repository is cloned instead, Moonraker's update",
        "manager does: a section [update_manager hearth] in moonraker.conf with type git_repo, the clone's path",
        "and origin, primary_branch main, is_system_service False and managed_services klipper. docs/klipper.md",
        "has it to copy.",
    ]
}
