package import Boards
import Chamber
package import CommandLine
import Glibc
import Schema
import Settings
package import System

/// The steps of `hearth setup`, each of which asks before it changes anything.
package struct Setup {
    private static let wants = "/etc/systemd/system/multi-user.target.wants/hearth.service"
    private static let units = [
        "/etc/systemd/system/hearth.service", "/usr/lib/systemd/system/hearth.service",
        "/lib/systemd/system/hearth.service",
    ]

    private let boardPath: String
    private let root: MachineRoot
    private let console: Console
    private let agreesToAll: Bool

    /// - Parameters:
    ///   - boardPath: where the board file of a machine with one heater is, on that machine.
    ///   - agreesToAll: every question is answered with yes.
    package init(boardPath: String, root: MachineRoot, console: Console, agreesToAll: Bool) {
        self.boardPath = boardPath
        self.root = root
        self.console = console
        self.agreesToAll = agreesToAll
    }

    /// The template of a name or path, or one that a person chooses from the list.
    package func choose(_ word: String?) throws(CommandFailure) -> BoardTemplate {
        if let word, word.contains("/") || word.hasSuffix(".conf") {
            return try BoardTemplate(word)
        }
        let templates = try BoardCatalogue.templates()
        let words = templates.map(\.word)
        if let word {
            guard let template = templates.first(where: { $0.word == word }) else {
                throw CommandFailure(
                    .usage,
                    "hearth setup: there is no board \"\(word)\"" + word.suggestion(among: words)
                        + "; give one of \(words.joined(separator: ", ")), or a file's path"
                )
            }
            return template
        }
        console.line("Which board is it?")
        for (index, template) in templates.enumerated() {
            let number = "  \(index + 1)".padded(to: 5)
            console.line(number + template.word.padded(to: 20) + template.board.name)
        }
        while true {
            console.write("Number: ")
            guard let answer = console.ask() else {
                throw CommandFailure(
                    .refused,
                    "\nhearth setup: nobody answered; in a script, give --board with one of "
                        + "\(words.joined(separator: ", ")), and --yes"
                )
            }
            if let number = Int(answer), templates.indices.contains(number - 1) {
                return templates[number - 1]
            }
            console.line("Give a number between 1 and \(templates.count).")
        }
    }

    /// The template's text for this machine: the header's chip, and the mains' frequency.
    package func fitted(_ template: BoardTemplate, mainsHertz: Int?) -> String {
        var text = template.text
        if let hertz = mainsHertz {
            text = BoardTemplate.text(text, with: "mains_hz", in: "board", as: String(hertz))
        }
        guard let wired = template.board.lines?.chip, RaspberryPi.chips.contains(wired),
            let model = root.model, let here = RaspberryPi.chip(of: model), here != wired
        else { return text }
        console.line("This is a \(model): its lines are on \(here).")
        return BoardTemplate.text(text, with: "chip", in: "gpio", as: here)
    }

    /// Puts the board file in place; `false`: not agreed.
    package func install(_ text: String, over path: String) throws(CommandFailure) -> Bool {
        do throws(Mistakes) {
            _ = try BoardFile.board(Array(text.utf8), name: path)
        } catch {
            throw CommandFailure(.misconfigured, error.description)
        }
        if root.text(of: boardPath) == text {
            console.line("\(path) has this content already.")
            return true
        }
        let replaces = root.has(boardPath) ? ", in place of the one that is there" : ""
        guard agrees("Is it wired like this? Then write \(path)\(replaces)?") else { return false }
        do throws(SystemError) {
            try Directory.make(root.path("/etc"), mode: 0o755)
            try Directory.make(root.path("/etc/hearth"), mode: 0o755)
            let kept = try File.replaceKeepingOld(path, with: Array(text.utf8))
            console.line("Wrote \(path)" + (kept.map { "; the old one is \($0)" } ?? "") + ".")
        } catch {
            throw denied(error)
        }
        return true
    }

    /// Adds what `config.txt` lacks; `true`: the machine has to be restarted.
    package func prepareBoot(_ board: BoardDescription) throws(CommandFailure) -> Bool {
        guard let chip = board.lines?.chip, RaspberryPi.chips.contains(chip),
            let path = BootConfiguration.paths.first(where: root.has)
        else { return false }
        let file = root.path(path)
        do throws(SystemError) {
            let bytes = try File.beginning(of: file, 1024 * 1024 + 1)
            let boot = BootConfiguration(String(decoding: bytes, as: UTF8.self))
            let missing = boot.missing
            guard !missing.isEmpty else {
                console.line("\(file) has the lines that are needed.")
                return false
            }
            console.line("\(file) lacks:")
            for need in missing { console.line("  " + need.line.padded(to: 24) + need.reason) }
            guard agrees("Add them at its end?") else { return false }
            let kept = try File.replaceKeepingOld(
                file,
                with: bytes + Array(boot.addition(for: missing).utf8)
            )
            console.line("Added" + (kept.map { "; the old file is \($0)" } ?? "") + ".")
            return true
        } catch {
            throw denied(error)
        }
    }

    /// Enables the service, and starts it unless the machine has to be restarted first.
    package func enableService(needsRestart: Bool) throws(CommandFailure) {
        guard let unit = Self.units.first(where: root.has) else {
            console.line("The service is not installed, so start it by hand: hearth run")
            return
        }
        guard root.isThisMachine else {
            if !root.has(Self.wants) { try link(unit) }
            console.line("The service starts with that machine.")
            return
        }
        guard agrees("Start the service with the machine?") else { return }
        try systemctl("enable", "hearth.service")
        guard !needsRestart else { return }
        if agrees("Start it now? If it runs already, it restarts and heat ends.") {
            try systemctl("restart", "hearth.service")
        }
    }

    /// Enables the service on the disk of another machine: a link.
    private func link(_ unit: String) throws(CommandFailure) {
        do throws(SystemError) {
            var folder = ""
            for name in Self.wants.split(separator: "/").dropLast() {
                folder += "/" + name
                try Directory.make(root.path(folder), mode: 0o755)
            }
            try File.replaceLink(root.path(Self.wants), target: unit)
        } catch {
            throw denied(error)
        }
    }

    private func systemctl(_ words: String...) throws(CommandFailure) {
        do throws(SystemError) {
            if try RunningProgram("systemctl", words).wait() == .status(0) { return }
        } catch {
            console.errorLine("\(error)")
        }
        throw CommandFailure(
            .unavailable,
            "hearth setup: \"systemctl \(words.joined(separator: " "))\" failed; its reason is "
                + "above, or in journalctl -u hearth"
        )
    }

    /// Asks; without a person the answer is no.
    private func agrees(_ question: String) -> Bool {
        guard !agreesToAll else { return true }
        console.write(question + " [y/N] ")
        return ["y", "Y", "yes"].contains(console.ask() ?? "")
    }

    private func denied(_ failure: SystemError) -> CommandFailure {
        guard geteuid() != 0, root.isThisMachine else { return failure.commandFailure }
        return CommandFailure(.unavailable, "\(failure.summary); run it with sudo")
    }
}

extension File {
    /// More than any file that is replaced has.
    private static let largestKept = 1024 * 1024

    /// Puts `bytes` in place of a file as ``replace(_:with:mode:forOwnerOfDirectory:)`` does, and keeps
    /// the old one beside it. Returns where that is; `nil` where there was none.
    package static func replaceKeepingOld(
        _ path: String,
        with bytes: [UInt8]
    ) throws(SystemError) -> String? {
        var kept: String?
        if exists(path) {
            let name = unusedName(path + ".old")
            try replace(name, with: try read(path, most: largestKept), mode: 0o644)
            kept = name
        }
        try replace(path, with: bytes, mode: 0o644)
        return kept
    }

    /// The name, or with the lowest number behind it that makes it unused.
    private static func unusedName(_ name: String) -> String {
        guard exists(name) else { return name }
        let number = (2...10_000).first { !exists("\(name).\($0)") } ?? 10_001
        return "\(name).\(number)"
    }
}
