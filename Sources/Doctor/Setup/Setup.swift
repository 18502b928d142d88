package import Boards
package import CommandLine
import Glibc
import Schema
package import Settings
import System

/// The steps of `hearth setup`, each of which asks before it changes anything.
package struct Setup {
    private static let wants = "/etc/systemd/system/multi-user.target.wants/hearth.service"
    private static let units = [
        "/etc/systemd/system/hearth.service", "/usr/lib/systemd/system/hearth.service",
        "/lib/systemd/system/hearth.service",
    ]
    /// Where the package puts the documents that a board file names.
    private static let documents = "/usr/share/doc/hearth/"

    private let boardPath: String
    let root: MachineRoot
    let console: Console
    let agreesToAll: Bool

    /// - Parameters:
    ///   - boardPath: where the board file of a machine with one heater is, on that machine.
    ///   - agreesToAll: every question is answered with yes.
    package init(boardPath: String, root: MachineRoot, console: Console, agreesToAll: Bool) {
        self.boardPath = boardPath
        self.root = root
        self.console = console
        self.agreesToAll = agreesToAll
    }

    // MARK: The board

    /// The template of a name or path, or one that a person chooses from the list.
    ///
    /// - Parameter proposed: the name of the one that fits this machine.
    package func choose(
        _ word: String?,
        proposed: String? = nil
    ) throws(CommandFailure) -> BoardTemplate {
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
        console.line("Which board is it? Its pins, relays and probes can be changed afterwards.")
        for (index, template) in templates.enumerated() {
            let number = "  \(index + 1)".padded(to: 5)
            let mark = template.word == proposed ? "  (fits this machine)" : ""
            console.line(number + template.word.padded(to: 20) + template.board.name + mark)
        }
        let standard = proposed.flatMap { words.firstIndex(of: $0) }
        while true {
            console.write("Number\(standard.map { " [\($0 + 1)]" } ?? ""): ")
            guard let answer = console.ask() else {
                throw CommandFailure(
                    .refused,
                    "\nhearth setup: nobody answered; in a script, give --board with one of "
                        + "\(words.joined(separator: ", ")), and --yes"
                )
            }
            if answer.isEmpty, let standard { return templates[standard] }
            if let number = Int(answer), templates.indices.contains(number - 1) {
                return templates[number - 1]
            }
            console.line("Give a number between 1 and \(templates.count).")
        }
    }

    /// The names of the boards that come with the program.
    package static func names() throws(CommandFailure) -> [String] {
        try BoardCatalogue.templates().map(\.word)
    }

    /// Puts what was found on this machine into the draft: the header's chip, and the converter.
    package func fit(_ draft: inout BoardDraft, _ template: BoardTemplate, _ found: FoundHardware) {
        guard let lines = template.board.lines else { return }
        if RaspberryPi.chips.contains(lines.chip), let here = found.chip, here != lines.chip {
            console.line("The lines of this computer's header are on \(here).")
            draft.set("chip", in: "gpio", to: here)
        }
        guard case .chip(let chip, let wired) = template.board.converter.source,
            let first = found.converters.first
        else { return }
        let isAsWired = found.converters.contains { converter in
            converter.chip == chip && converter.address == wired.address
                && wired.path == "/dev/i2c-\(converter.bus)"
        }
        guard !isAsWired else { return }
        let place = "\(first.address.hexadecimal) on i2c-\(first.bus)"
        console.line("The converter is an \(first.chip.rawValue) at \(place).")
        draft.set("type", in: "adc", to: first.chip.rawValue)
        draft.set("bus", in: "adc", to: String(first.bus))
        draft.set("address", in: "adc", to: first.address.hexadecimal)
    }

    /// The file that is written: where wiring or probes differ from the template's, with a wiring table of its
    /// own.
    package func finished(
        _ draft: BoardDraft,
        _ board: BoardDescription,
        from template: BoardTemplate
    ) -> String {
        var draft = draft
        if board.kind == .linux, !WiringTable.isSame(board, template.board) {
            draft.replaceHeader(by: WiringTable(board).header)
        }
        return draft.text
    }

    /// Shows the comment that a board file begins with.
    package func show(_ text: String) {
        let hasDocuments = root.has(Self.documents + "docs/wiring.md")
        console.line()
        for line in BoardTemplate.notes(of: text) {
            // On an installed machine the documents are not below the working directory.
            console.line(
                hasDocuments ? line.replacing("docs/", with: Self.documents + "docs/") : line
            )
        }
        console.line()
    }

    /// Puts the board file in place; `false`: not agreed.
    package func install(_ text: String, over path: String) throws(CommandFailure) -> Bool {
        if root.text(of: boardPath) == text {
            console.line("\(path) has this content already.")
            return true
        }
        let replaces = root.has(boardPath) ? ", in place of the one that is there" : ""
        guard agrees("Is it wired like this? Then write \(path)\(replaces)?") else { return false }
        do throws(SystemError) {
            try Directory.makeAll(root.path(Directory.containing(boardPath)), mode: 0o755)
            let kept = try File.replaceKeepingOld(path, with: Array(text.utf8))
            console.line("Wrote \(path)" + (kept.map { "; the old one is \($0)" } ?? "") + ".")
        } catch {
            throw denied(error)
        }
        return true
    }

    // MARK: The machine

    /// Adds what `config.txt` lacks; `true`: the machine has to be restarted.
    package func prepareBoot(_ board: BoardDescription) throws(CommandFailure) -> Bool {
        guard let lines = board.lines, RaspberryPi.chips.contains(lines.chip),
            let path = BootConfiguration.paths.first(where: root.has)
        else { return false }
        if let reason = BootCheck.deafness(root) {
            console.line("No line is added to \(path), as none would work: \(reason).")
            if let outputs = LinesCheck.outputs(lines, root), outputs.grade != .ok {
                console.line(outputs.line)
            }
            return false
        }
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

    /// The service's file, where the package is installed.
    var unit: String? { Self.units.first(where: root.has) }

    /// Enables the service, and starts it unless the machine has to be restarted first.
    package func enableService(needsRestart: Bool) throws(CommandFailure) {
        guard let unit = unit else {
            console.line("The service is not installed, so start Hearth by hand: hearth run")
            return
        }
        guard root.isThisMachine else {
            if !root.has(Self.wants) { try link(unit) }
            console.line("The service starts with that machine.")
            return
        }
        if !isEnabled {
            guard agrees("Start the service with the machine?") else { return }
            try systemctl("enable", "hearth.service")
        }
        guard !needsRestart else { return }
        if agrees("Start it now? If it runs already, it restarts and heat ends.") {
            do throws(CommandFailure) {
                try systemctl("restart", "hearth.service")
            } catch {
                // The doctor, who comes next, names the cause.
                console.line("The service did not start. What is wrong stands below.")
            }
        }
    }

    /// The package has it start with the machine.
    private var isEnabled: Bool {
        do throws(SystemError) {
            let words = ["--quiet", "is-enabled", "hearth.service"]
            return try RunningProgram("systemctl", words).wait() == .status(0)
        } catch {
            return false
        }
    }

    /// Enables the service on the disk of another machine: a link.
    private func link(_ unit: String) throws(CommandFailure) {
        do throws(SystemError) {
            try Directory.makeAll(root.path(Directory.containing(Self.wants)), mode: 0o755)
            try File.replaceLink(root.path(Self.wants), target: unit)
        } catch {
            throw denied(error)
        }
    }

    /// Lets the service manager do something.
    func systemctl(_ words: String...) throws(CommandFailure) {
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
    func agrees(_ question: String) -> Bool {
        guard !agreesToAll else { return true }
        console.write(question + " [y/N] ")
        return ["y", "Y", "yes"].contains(console.ask() ?? "")
    }

    func denied(_ failure: SystemError) -> CommandFailure {
        guard geteuid() != 0, root.isThisMachine else { return failure.commandFailure }
        return CommandFailure(.unavailable, "\(failure.summary); run it with sudo")
    }
}
