package import Boards
import Chamber
package import Schema
package import Surroundings

/// The answers to `hearth setup` in a file: `[setup]`, and the sections and keys of a board file that
/// differ from the board that it names.
package struct AnswersFile: Sendable {
    /// The name of the board to start from, or a file's path.
    package private(set) var board = ""
    /// The lines that config.txt lacks are added.
    package private(set) var addsBootLines = true
    /// The service is started, and starts with the machine.
    package private(set) var startsService = true
    /// What mode auto goes by, for the service file; `nil`: nothing is written there.
    package private(set) var auto: AutoChoice?
    /// There is a probe on the heating element.
    private var hasElementProbe = true
    private let file: ConfigurationFile

    private static let board = Field<String>(
        key: "board",
        meaning:
            "The board to start from: a name that \"hearth setup\" lists, or a board file's path.",
        allowed: "a board's name, as in raspberry-pi, or a file's path"
    ) { .value($0) }
    private static let bootLines = Field<Bool>.flag(
        "config_txt",
        standard: true,
        meaning: "Whether the lines that a Raspberry Pi's config.txt lacks are added."
    )
    private static let service = Field<Bool>.flag(
        "start",
        standard: true,
        meaning: "Whether the service is started, now and with the machine."
    )
    private static let elementProbe = Field<Bool>.flag(
        "element_probe",
        standard: true,
        meaning: "Whether a probe is on the heating element; no takes [probe element] out."
    )

    private static let autoRule = Field<AutoChoice>.word(
        "auto",
        AutoChoice.allCases.map { ($0.word, $0) },
        meaning:
            "What mode auto heats by: the value of auto in [printer] of the service file, where it is "
            + "written. Left out, the service file stays as it is."
    ).optional()

    /// `[setup]`
    package static let schema = SectionSchema(
        "setup",
        isRequired: true,
        meaning: "What \"hearth setup --unattended\" does.",
        fields: [board, bootLines, service, elementProbe, autoRule]
    )

    /// Reads an answers file. Throws every mistake that shows without the board.
    package init(_ bytes: some Collection<UInt8>, name: String) throws(Mistakes) {
        file = ConfigurationFile(bytes, name: name)
        let sections = BoardFile.schemas.map { schema in
            SectionSchema(
                schema.name,
                isRequired: false,
                meaning: schema.meaning,
                fields: schema.fields
            )
        }
        var reader = SchemaReader(file, schemas: [Self.schema] + sections)
        let board = reader.value(Self.board, in: Self.schema)
        let bootLines = reader.value(Self.bootLines, in: Self.schema)
        let service = reader.value(Self.service, in: Self.schema)
        let element = reader.value(Self.elementProbe, in: Self.schema)
        let auto = reader.given(Self.autoRule, in: Self.schema)
        guard reader.mistakes.isEmpty, let board, let bootLines, let service, let element else {
            throw reader.mistakes
        }
        (self.board, addsBootLines, startsService) = (board, bootLines, service)
        hasElementProbe = element
        self.auto = auto
    }

    /// Whether the answers stay within what can be proposed over the network, for boards with these names.
    package func isProposal(for boards: [String]) -> Bool {
        BoardProposal.holds(file, boards: boards)
    }

    /// The answers for a person, one on each line, as `[heater] power_w: 250`.
    package var lines: [String] {
        file.sections.flatMap { section in
            section.settings.map { "[\(section.name)] \($0.key): \($0.value)".harmless }
        }
    }

    /// A mistake in the board's name, at its line; `names` are known.
    package func unknownBoard(_ names: [String]) -> Mistakes {
        let nearest = board.nearest(among: names).map { "did you mean \"\($0)\"?" }
        var mistakes = Mistakes(file: file.name)
        mistakes.add(
            line: setting("board", in: "setup")?.line,
            place: "[setup] board",
            found: "there is no board \(board.quotedForMessage)",
            allowed: nearest ?? "give one of \(names.joined(separator: ", ")), or a file's path"
        )
        return mistakes
    }

    /// Puts the answers into a board file.
    package func fill(_ draft: inout BoardDraft) {
        for section in file.sections where section.name != Self.schema.name {
            for setting in section.settings {
                draft.set(setting.key, in: section.name, to: setting.value)
            }
        }
        if !hasElementProbe { draft.remove("probe element") }
    }

    /// Checks the board file that came of the answers, and says each mistake where the answers have it.
    package func check(_ draft: BoardDraft) throws(Mistakes) -> BoardDescription {
        do throws(Mistakes) {
            return try BoardFile.board(Array(draft.text.utf8), name: file.name)
        } catch {
            var mistakes = Mistakes(file: file.name)
            for mistake in error.all {
                mistakes.add(
                    line: line(of: mistake.place),
                    place: mistake.place,
                    found: mistake.found,
                    allowed: mistake.allowed
                )
            }
            throw mistakes
        }
    }

    /// Where the answers speak of `[section] key`, or else of the section.
    private func line(of place: String?) -> Int? {
        guard let place, let end = place.firstIndex(of: "]") else { return nil }
        let name = String(place[place.index(after: place.startIndex)..<end])
        let key = String(place[place.index(after: end)...].drop { $0 == " " })
        return setting(key, in: name)?.line ?? file.section(name)?.line
    }

    private func setting(_ key: String, in section: String) -> ConfigurationFile.Setting? {
        file.section(section)?.settings.first { $0.key == key }
    }
}
