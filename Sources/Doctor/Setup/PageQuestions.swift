import Boards
import Chamber
import CommandLine
import Daemon
package import Dialects
import JSON
import Schema
import Settings

/// What the page asks about the board: the questions of `hearth setup`, with the boards that come with the
/// program and what each answers if nobody does.
package struct PageQuestions: BoardQuestions {
    private let templates: [BoardTemplate]
    private let found: FoundHardware

    /// `nil` where the boards that come with the program are not there.
    ///
    /// No bus is looked at: another instance on this machine may be reading the converter on it.
    package init?() {
        do throws(CommandFailure) {
            templates = try BoardCatalogue.templates().filter { $0.board.kind == .linux }
        } catch {
            return nil
        }
        found = FoundHardware(MachineRoot(), readsBuses: false)
    }

    private var names: [String] { templates.map(\.word) }

    // MARK: Asking

    package func encoded(kept: [UInt8]?) -> [UInt8] {
        JSONWriter.object { json in
            json.member("wanted", true)
            json.member("computer", found.model.map { JSONValue.string($0) } ?? .null)
            json.member("proposed", found.board.map { JSONValue.string($0) } ?? .null)
            json.array("boards") { list in
                for template in templates { list.object { write(template, to: &$0) } }
            }
            json.array("thermistors") { list in
                for row in Thermistor.catalogue {
                    list.object { json in
                        json.member("name", row.name)
                        json.member("look", SetupQuestions.looks[row.name] ?? "")
                    }
                }
            }
            let lines = kept.flatMap { Self.lines(of: $0, names) }
            json.member("kept", Self.list(lines))
        }
    }

    private static func list(_ lines: [String]?) -> JSONValue {
        guard let lines else { return .null }
        return .array(lines.map { JSONValue.string($0) })
    }

    private func write(_ template: BoardTemplate, to json: inout JSONWriter) {
        let draft = BoardDraft(template.text)
        json.member("name", template.word)
        json.member("title", template.board.name)
        json.member("element_probe", draft.has("probe element"))
        json.member("second_relay", draft.has("second_relay"))
        json.object("values") { json in
            for (section, keys) in BoardProposal.keys {
                for key in keys {
                    guard let value = draft.value(of: key, in: section) else { continue }
                    json.member("\(section).\(key)", value)
                }
            }
        }
    }

    private static func lines(of kept: [UInt8], _ names: [String]) -> [String]? {
        do throws(Mistakes) {
            let answers = try AnswersFile(kept, name: "")
            return answers.isProposal(for: names) ? answers.lines : nil
        } catch {
            return nil
        }
    }

    // MARK: Answers

    package func answers(in body: [UInt8]) throws(APIProblem) -> [UInt8] {
        guard let object = Self.object(in: body) else {
            throw Self.problem("send a JSON object with board, element_probe and values")
        }
        guard let word = object["board"]?.string,
            let template = templates.first(where: { $0.word == word })
        else {
            throw Self.problem("board must be one of \(names.joined(separator: ", "))")
        }
        let text = try file(word, object)
        try check(text, template)
        return Array(text.utf8)
    }

    private static func object(in body: [UInt8]) -> JSONObject? {
        do throws(JSONError) {
            return try JSONValue(parsing: body).object
        } catch {
            return nil
        }
    }

    /// The answers file; what is not among the questions is a mistake.
    private func file(_ word: String, _ object: JSONObject) throws(APIProblem) -> String {
        var text = """
            # What was answered on the page. "sudo hearth setup" shows it, and asks before it writes
            # anything.

            [setup]
            board: \(word)

            """
        let hasElement = object["element_probe"]?.bool ?? true
        text += "element_probe: \(hasElement ? "yes" : "no")\n"
        let values = object["values"]?.object?.members ?? []
        for (name, value) in values {
            guard let value = value.string, BoardProposal.isPlain(value) else {
                throw Self.problem(
                    "\(name.quotedForMessage) must be a text of one line without # and ;"
                )
            }
            let isKnown = BoardProposal.keys.contains { group in
                group.keys.contains { "\(group.section).\($0)" == name }
            }
            guard isKnown else { throw Self.problem("\(name.quotedForMessage) is no question") }
        }
        for (section, keys) in BoardProposal.keys where section != "probe element" || hasElement {
            var answered: [(key: String, value: String)] = []
            for key in keys {
                let name = "\(section).\(key)"
                guard let value = values.first(where: { $0.key == name })?.value.string else {
                    continue
                }
                answered.append((key, value))
            }
            guard !answered.isEmpty else { continue }
            text += "\n[\(section)]\n"
            for (key, value) in answered { text += "\(key): \(value)\n" }
        }
        return text
    }

    private func check(_ text: String, _ template: BoardTemplate) throws(APIProblem) {
        var draft = BoardDraft(template.text)
        do throws(Mistakes) {
            let answers = try AnswersFile(Array(text.utf8), name: "")
            answers.fill(&draft)
            _ = try answers.check(draft)
        } catch {
            let words = error.all.map { "\($0.place ?? "the answers"): \($0.found); \($0.allowed)" }
            throw Self.problem(words.joined(separator: ". "))
        }
    }

    private static func problem(_ words: String) -> APIProblem {
        APIProblem(status: 422, code: "bad_value", message: words)
    }
}
