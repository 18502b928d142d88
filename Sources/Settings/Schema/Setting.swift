/// One key of a section, and the property of `Section` that gets its value.
struct Setting<Section>: Sendable {
    let field: any AnyField
    let read: @Sendable (inout SchemaReader, SectionSchema, inout Section) -> Void

    /// An optional key: without it, the property keeps its value.
    init<Value>(_ field: Field<Value>, _ place: any WritableKeyPath<Section, Value> & Sendable) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// An optional key: without it, the property keeps its value, usually `nil`.
    init<Value>(_ field: Field<Value>, _ place: any WritableKeyPath<Section, Value?> & Sendable) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// A key that the section requires; a missing or wrong key sets the property to `nil`.
    init<Value>(
        needed field: Field<Value>,
        _ place: any WritableKeyPath<Section, Value?> & Sendable
    ) {
        self.field = field
        read = { reader, schema, section in
            section[keyPath: place] = reader.value(field, in: schema)
        }
    }
}

/// An optional section: its keys, each with its property of `Value`.
struct SettingsSection<Value>: Sendable {
    let schema: SectionSchema
    private let settings: [Setting<Value>]

    init(_ name: String, meaning: String, _ settings: [Setting<Value>]) {
        self.settings = settings
        schema = SectionSchema(
            name,
            isRequired: false,
            meaning: meaning,
            fields: settings.map(\.field)
        )
    }

    /// Stores the file's settings in `value`; wrong and missing keys leave it unchanged.
    func read(_ reader: inout SchemaReader, into value: inout Value) {
        for setting in settings { setting.read(&reader, schema, &value) }
    }
}
