import Chamber
import JSON
import Surroundings
import SwitchCore

/// Commands sent to Moonraker, each waiting for its answer.
struct KlipperCommands: Sendable {
    private struct Pending {
        let id: Int
        /// `nil`: nobody waits for the answer.
        let ticket: Int?
        let until: Instant
    }

    /// Moonraker answers once Klipper has carried the command out: macros that park take seconds.
    static let patience = Duration.seconds(15)
    /// Commands at one time: more than a person gives.
    private static let mostPending = 16

    private var pending: [Pending] = []

    /// Remembers a command; false: too many are under way.
    mutating func begin(_ id: Int, ticket: Int?, at now: Instant) -> Bool {
        guard pending.count < Self.mostPending else { return false }
        pending.append(Pending(id: id, ticket: ticket, until: now.advanced(by: Self.patience)))
        return true
    }

    /// The outer `nil`: the answer belongs to no command.
    mutating func resolve(_ id: Int) -> Int?? {
        guard let index = pending.firstIndex(where: { $0.id == id }) else { return nil }
        return .some(pending.remove(at: index).ticket)
    }

    /// Removes the commands that have waited too long.
    mutating func expire(at now: Instant) -> [Int] {
        let late = pending.filter { $0.until <= now }.compactMap(\.ticket)
        pending.removeAll { $0.until <= now }
        return late
    }

    /// Removes all of them: the connection has ended.
    mutating func drop() -> [Int] {
        defer { pending = [] }
        return pending.compactMap(\.ticket)
    }

    /// When the first has waited too long.
    var deadline: Instant { pending.map(\.until).min() ?? .distantFuture }
}

/// How the owner's commands go to Moonraker.
extension KlipperFollower {
    mutating func begin(
        _ command: PrinterCommand,
        _ ticket: Int,
        at now: Instant
    ) -> [Effect] {
        guard case .following = state else {
            return [.answer(ticket: ticket, .refused("the printer is not connected"))]
        }
        if command == .pause, status.activity == "paused" {
            return [.answer(ticket: ticket, .done)]
        }
        if let obstacle = status.obstacle(to: command) {
            return [.answer(ticket: ticket, .refused(obstacle))]
        }
        guard let request = MoonrakerCommand(command) else {
            let words =
                "Klipper knows no such command: send the line of G-code or the macro that does it"
            return [.answer(ticket: ticket, .refused(words))]
        }
        return send(request, ticket: ticket, at: now)
    }

    /// Shows a sentence in the printer's console and on its display; nobody waits for it.
    mutating func show(_ sentence: String, at now: Instant) -> [Effect] {
        guard case .following = state else { return [] }
        return send(.script(KlipperText.script(showing: sentence)), ticket: nil, at: now)
    }

    private mutating func send(
        _ request: MoonrakerCommand,
        ticket: Int?,
        at now: Instant
    ) -> [Effect] {
        let id = nextID()
        guard commands.begin(id, ticket: ticket, at: now) else {
            return refusal(of: ticket, "too many commands are under way")
        }
        return [.send(request.encoded(id: id))]
    }

    /// The answer to a command; `nil`: the number belongs to none. `words`: why it failed.
    mutating func commandAnswered(_ id: Int?, failure words: String?) -> [Effect]? {
        guard let id, let ticket = commands.resolve(id) else { return nil }
        guard let words else { return ticket.map { [.answer(ticket: $0, .done)] } ?? [] }
        return refusal(of: ticket, KlipperText.refusal(words))
    }

    /// Answers the commands that Klipper has not carried out in time.
    mutating func expireCommands(at now: Instant) -> [Effect] {
        commands.expire(at: now).map { ticket in
            .answer(ticket: ticket, .refused(KlipperText.late))
        }
    }

    /// Answers all commands: the connection has ended.
    mutating func dropCommands() -> [Effect] {
        commands.drop().map { ticket in
            .answer(ticket: ticket, .refused("the connection to the printer broke"))
        }
    }

    private func refusal(of ticket: Int?, _ words: String) -> [Effect] {
        ticket.map { [.answer(ticket: $0, .refused(words))] } ?? []
    }
}

/// A command in Moonraker's terms.
enum MoonrakerCommand: Equatable, Sendable {
    case pause
    case resume
    case cancel
    case start(file: String)
    /// Lines of G-code.
    case script(String)

    /// `nil`: Moonraker has no such command.
    init?(_ command: PrinterCommand) {
        switch command {
        case .pause: self = .pause
        case .resume: self = .resume
        case .stop: self = .cancel
        case .gcode(let line): self = .script(line)
        case .gcodeFile(let name): self = .start(file: name)
        case .light, .setFilament: return nil
        }
    }

    /// The request as it goes out.
    func encoded(id: Int) -> [UInt8] {
        switch self {
        case .pause: JSONRPC.request(id, "printer.print.pause")
        case .resume: JSONRPC.request(id, "printer.print.resume")
        case .cancel: JSONRPC.request(id, "printer.print.cancel")
        case .start(let file):
            JSONRPC.request(id, "printer.print.start") { $0.member("filename", file) }
        case .script(let lines):
            JSONRPC.request(id, "printer.gcode.script") { $0.member("script", lines) }
        }
    }
}

extension KlipperStatus {
    /// Why the printer cannot carry out a command now; `nil`: it can. A pause without a print would
    /// leave Klipper paused for the next one.
    fileprivate func obstacle(to command: PrinterCommand) -> String? {
        switch command {
        case .pause where activity != "printing": "nothing is being printed"
        case .resume where activity != "paused": "no print is paused"
        case .stop where activity != "printing" && activity != "paused":
            "nothing is being printed"
        case .gcodeFile where activity == "printing" || activity == "paused":
            "a print is under way"
        case .pause, .resume, .stop, .light, .gcode, .gcodeFile, .setFilament: nil
        }
    }
}

/// Texts to and from Klipper.
enum KlipperText {
    static let late =
        "Klipper has not carried it out within 15 s and may still do so: it heats, moves or waits"

    /// The longest reason of Klipper's that is repeated.
    private static let longest = 160

    /// Why Klipper refused, in its own first line.
    static func refusal(_ words: String) -> String {
        let first = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let shown = first.isEmpty ? "it gives no reason" : String(first.prefix(longest))
        let cure =
            words.contains("pause_resume")
            ? "; Klipper needs a section [pause_resume] in printer.cfg" : ""
        return "Klipper refused: \(shown)\(cure)"
    }

    /// The lines that show a sentence: `RESPOND` is in the console of every page, `M117` on the display.
    /// Klipper ends a line at a semicolon, and takes the text in quotes as it stands.
    static func script(showing sentence: String) -> String {
        let text = GCodeText.plain(sentence)
        return "RESPOND TYPE=error MSG=\"Chamber heater: \(text)\"\nM117 Chamber heater: \(text)"
    }
}
