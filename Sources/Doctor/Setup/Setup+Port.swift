package import Boards
package import CommandLine
import Daemon
import Schema
import Settings
package import Surroundings
import System
import WebSocket

/// A port of Hearth's own, where another program has the one that it would take: the web server of a
/// printer's page, most often.
extension Setup {
    /// Asks for a port where the usual one is taken, and writes it into the service file.
    package func choosePort(_ board: BoardDescription) throws(CommandFailure) {
        guard root.isThisMachine, board.kind == .linux, let file = serviceFile, file.listen == nil
        else { return }
        let usual = file.address(on: board.kind)
        guard usual.isTaken, PortCheck.version(at: usual) == nil else { return }
        let holder = PortHolder.words(for: usual.port) ?? "another program"
        console.line("Port \(usual.port) belongs to \(holder); that is left as it is.")
        guard let port = try askPort(beside: usual) else { return }
        try write(ListenAddress(address: usual.address, port: port))
    }

    /// Where a browser finds the page.
    package func tellPage() {
        guard root.isThisMachine, let file = serviceFile else { return }
        let address = PortCheck.place(usual: file.address(on: .linux))
        guard PortCheck.version(at: address) != nil else { return }
        console.line("The page: \(HostAddress.page(at: address))")
    }

    /// `nil` where it cannot be used; the doctor tells why.
    var serviceFile: ServiceFile? {
        guard let text = root.text(of: ServiceFile.standardPath) else { return ServiceFile() }
        do throws(Mistakes) {
            return try ServiceFile(Array(text.utf8), name: ServiceFile.standardPath)
        } catch {
            return nil
        }
    }

    /// The port that a person types, or the first that is free.
    private func askPort(beside usual: ListenAddress) throws(CommandFailure) -> UInt16? {
        let isFree = { (port: UInt16) -> Bool in
            let address = ListenAddress(address: usual.address, port: port)
            return !address.isTaken || PortCheck.version(at: address) != nil
        }
        let proposed = ListenAddress.otherPorts.first(where: isFree)
        if agreesToAll { return proposed }
        let standard = proposed.map { " [\($0)]" } ?? ""
        while true {
            let answer = try SetupQuestions(console).line("Port for Hearth's page\(standard): ")
            if answer.isEmpty, let proposed { return proposed }
            guard let port = UInt16(answer), port > 0 else {
                console.line("Give a number between 1 and 65535.")
                continue
            }
            if isFree(port) { return port }
            console.line(
                "Port \(port) belongs to \(PortHolder.words(for: port) ?? "another program")."
            )
        }
    }

    private func write(_ address: ListenAddress) throws(CommandFailure) {
        try write("listen", in: "service", address.description)
    }

    /// Writes what the answers say of mode auto into the service file, where `auto` says anything.
    package func writeAuto(_ auto: AutoChoice?) throws(CommandFailure) {
        if let auto { try write("auto", in: "printer", auto.word) }
    }

    /// Puts one setting into the service file.
    private func write(
        _ key: String,
        in section: String,
        _ value: String
    ) throws(CommandFailure) {
        let path = root.path(ServiceFile.standardPath)
        let old = root.text(of: ServiceFile.standardPath)
        var draft = BoardDraft(old ?? "[\(section)]\n")
        draft.set(key, in: section, to: value)
        guard draft.text != old else { return }
        do throws(SystemError) {
            try Directory.makeAll(Directory.containing(path), mode: 0o755)
            let kept = try File.replaceKeepingOld(path, with: Array(draft.text.utf8))
            console.line(
                "Wrote \(key): \(value) into \(path)"
                    + (kept.map { "; the old file is \($0)" } ?? "")
                    + "."
            )
        } catch {
            throw denied(error)
        }
    }
}
