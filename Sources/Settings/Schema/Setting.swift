/// One key of a section, and the place in `Section` that its value goes to.
struct Setting<Section>: Sendable {
    let field: any AnyField
    let read: @Sendable (inout SchemaReader, SectionSchema, inout Section) -> Void

    /// A key that may be left out: the place then keeps its value.
    init<Value>(_ field: Field<Value>, _ place: any WritableKeyPath<Section, Value> & Sendable) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// A key that may be left out: the place then keeps its value, as a rule `nil`.
    init<Value>(_ field: Field<Value>, _ place: any WritableKeyPath<Section, Value?> & Sendable) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// A key that the section needs; `nil` stays where the key is missing or wrong.
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

/// A section that may be left out: its keys, each declared once together with its place in `Value`.
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

    /// Puts what the file says into `value`; what is wrong or left out stays as it is there.
    func read(_ reader: inout SchemaReader, into value: inout Value) {
        for setting in settings { setting.read(&reader, schema, &value) }
    }
}
