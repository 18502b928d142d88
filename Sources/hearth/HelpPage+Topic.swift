import Boards
package import CommandLine
import Settings

extension HelpPage {
    /// What a file may say: the very table that it is read by.
    package init(of topic: HelpTopic, for console: Console) {
        switch topic {
        case .boardFile:
            self.init(
                ofFile: "board file – what is wired to what, and what the heater is held to",
                hint: "\"hearth board check FILE\" lists every mistake; boards/simulated.conf is a "
                    + "file to start from.",
                schemas: BoardFile.schemas,
                for: console
            )
        case .serviceFile:
            self.init(
                ofFile: "hearth.conf – how the service runs",
                hint: "\"hearth run\" and \"hearth doctor\" read it, and options win over it. It "
                    + "lies at \(ServiceFile.standardPath), or where --service-file says. Board and "
                    + "state directory are not its business: \"systemctl edit hearth\".",
                schemas: ServiceFile.schemas,
                for: console
            )
        }
    }

    private init(
        ofFile name: String,
        hint: String,
        schemas: [SectionSchema],
        for console: Console
    ) {
        self.init(for: console)
        heading("Name")
        paragraph(name)
        heading("Form")
        verbatim("[section]")
        verbatim("key: value      # a comment")
        blankLine()
        paragraph(
            "One setting to a line, \"key: value\" or \"key = value\"; comments begin with # or ;. "
                + "Units are part of the keys' names. Each section and key stands there once. "
                + hint
        )
        for schema in schemas {
            heading("[\(schema.name)]\(schema.isRequired ? "" : " (optional)")")
            paragraph(schema.meaning)
            // The probes share their keys: once is enough.
            if let first = schemas.first(where: { $0.keys == schema.keys }),
                first.name != schema.name
            {
                paragraph("Its keys are those of [\(first.name)].")
                continue
            }
            for field in schema.fields {
                let standard =
                    field.standardText.map { "default \($0)" }
                    ?? (field.isRequired ? "needed" : "optional")
                entry("\(field.key) (\(standard))", "\(field.meaning) Give \(field.allowed).")
            }
        }
    }
}

extension SectionSchema {
    fileprivate var keys: [String] {
        fields.map(\.key)
    }
}
