import Chamber

/// Reads typed values from a file by its schema, and records every mistake.
///
/// A wrong or missing value reads as `nil`, so that reading goes on to the next mistake. Use the values
/// only if there are no mistakes at the end.
package struct SchemaReader {
    private let file: ConfigurationFile
    /// The mistakes so far: in the form, and in every value that was read.
    package private(set) var mistakes: Mistakes

    /// Starts with the mistakes in the file's form, its unknown sections and keys, and its missing
    /// sections.
    package init(_ file: ConfigurationFile, schemas: [SectionSchema]) {
        self.file = file
        mistakes = file.mistakes
        for section in file.sections {
            guard let schema = schemas.first(where: { $0.name == section.name }) else {
                recordUnknown(section, among: schemas.map(\.name))
                continue
            }
            for setting in section.settings {
                recordIfUnknown(setting, in: schema)
            }
        }
        for schema in schemas where schema.isRequired && file.section(schema.name) == nil {
            recordMissing(schema)
        }
    }

    /// The file has this section.
    package func has(_ schema: SectionSchema) -> Bool {
        file.section(schema.name) != nil
    }

    /// The file has this key.
    package func has(_ field: some AnyField, in schema: SectionSchema) -> Bool {
        setting(field, schema) != nil
    }

    /// The key's value, or its default. In a present section, a missing key without a default is a
    /// mistake.
    package mutating func value<Value>(_ field: Field<Value>, in schema: SectionSchema) -> Value? {
        if setting(field, schema) != nil { return given(field, in: schema) }
        if let standard = field.standard { return standard }
        if let section = file.section(schema.name) {
            mistakes.add(
                line: section.line,
                place: "[\(schema.name)] \(field.key)",
                found: "this key is missing",
                allowed: "give \(field.allowed)"
            )
        }
        return nil
    }

    /// The value of an optional key that is required in this case; `otherwise` names the way without it.
    package mutating func needed<Value>(
        _ field: Field<Value>,
        in schema: SectionSchema,
        otherwise: String = ""
    ) -> Value? {
        if setting(field, schema) == nil {
            let allowed = "give \(field.allowed)\(otherwise)"
            record(field, in: schema, found: "this key is missing", allowed: allowed)
        }
        return given(field, in: schema)
    }

    /// The key's value; `nil` where the key is missing or its value wrong. Only a wrong value is a
    /// mistake.
    package mutating func given<Value>(_ field: Field<Value>, in schema: SectionSchema) -> Value? {
        guard let setting = setting(field, schema) else { return nil }
        switch field.read(setting.value) {
        case .value(let value):
            return value
        case .wrong(let complaint):
            let nearest = setting.value.nearest(among: field.words)
            record(
                field,
                in: schema,
                found: "\(setting.value.quotedForMessage) \(complaint)",
                allowed: nearest.map { "did you mean \"\($0)\"?" } ?? "give \(field.allowed)"
            )
            return nil
        }
    }

    /// Stores the key's value or default in `target`; a wrong value leaves `target` unchanged.
    package mutating func set<Value>(
        _ target: inout Value,
        to field: Field<Value>,
        in schema: SectionSchema
    ) {
        if let value = value(field, in: schema) { target = value }
    }

    /// Records a mistake in a key that its own range does not show.
    package mutating func record(
        _ field: some AnyField,
        in schema: SectionSchema,
        found: String,
        allowed: String
    ) {
        mistakes.add(
            line: setting(field, schema)?.line ?? file.section(schema.name)?.line,
            place: "[\(schema.name)] \(field.key)",
            found: found,
            allowed: allowed
        )
    }

    /// Records that a required section is missing.
    package mutating func recordMissing(_ schema: SectionSchema) {
        guard !file.isUnreadable else { return }
        let keys = schema.fields.filter(\.isRequired).map(\.key)
        mistakes.add(
            line: nil,
            place: "[\(schema.name)]",
            found: "this section is missing",
            allowed: keys.isEmpty ? "add it" : "add it, with \(keys.joined(separator: ", "))"
        )
    }

    private func setting(
        _ field: some AnyField,
        _ schema: SectionSchema
    ) -> ConfigurationFile.Setting? {
        file.section(schema.name)?.settings.first { $0.key == field.key }
    }

    private mutating func recordUnknown(_ section: ConfigurationFile.Section, among known: [String])
    {
        let nearest = section.name.nearest(among: known)
        mistakes.add(
            line: section.line,
            place: "[\(section.name)]",
            found: "this section is unknown",
            allowed: nearest.map { "did you mean [\($0)]?" }
                ?? "known are \(known.map { "[\($0)]" }.joined(separator: ", "))"
        )
    }

    private mutating func recordIfUnknown(
        _ setting: ConfigurationFile.Setting,
        in schema: SectionSchema
    ) {
        let known = schema.fields.map(\.key)
        guard !known.contains(setting.key) else { return }
        let nearest = setting.key.nearest(among: known)
        mistakes.add(
            line: setting.line,
            place: "[\(schema.name)] \(setting.key)",
            found: "this key is unknown",
            allowed: nearest.map { "did you mean \"\($0)\"?" }
                ?? "known are \(known.joined(separator: ", "))"
        )
    }
}
