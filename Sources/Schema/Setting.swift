/// One key of a section, and the property of `Section` that gets its value.
package struct Setting<Section>: Sendable {
    let field: any AnyField
    let read: @Sendable (inout SchemaReader, SectionSchema, inout Section) -> Void

    /// An optional key: without it, the property keeps its value.
    package init<Value>(
        _ field: Field<Value>,
        _ place: any WritableKeyPath<Section, Value> & Sendable
    ) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// An optional key: without it, the property keeps its value, usually `nil`.
    package init<Value>(
        _ field: Field<Value>,
        _ place: any WritableKeyPath<Section, Value?> & Sendable
    ) {
        self.field = field.optional()
        read = { reader, schema, section in
            if let value = reader.given(field, in: schema) { section[keyPath: place] = value }
        }
    }

    /// A key that the section requires; a missing or wrong key sets the property to `nil`.
    package init<Value>(
        needed field: Field<Value>,
        _ place: any WritableKeyPath<Section, Value?> & Sendable
    ) {
        self.field = field
        read = { reader, schema, section in
            section[keyPath: place] = reader.value(field, in: schema)
        }
    }

    private init(
        _ field: any AnyField,
        read: @escaping @Sendable (inout SchemaReader, SectionSchema, inout Section) -> Void
    ) {
        self.field = field
        self.read = read
    }

    /// The same key in the section of a value that has this one as its part.
    package func within<Whole>(
        _ part: any WritableKeyPath<Whole, Section> & Sendable
    ) -> Setting<Whole> {
        Setting<Whole>(field) { [read] reader, schema, whole in
            read(&reader, schema, &whole[keyPath: part])
        }
    }
}

/// An optional section: its keys, each with its property of `Value`.
package struct SettingsSection<Value>: Sendable {
    /// The section's description.
    package let schema: SectionSchema
    private let settings: [Setting<Value>]

    /// A section whose documentation lists the keys in the order of `settings`.
    package init(_ name: String, meaning: String, _ settings: [Setting<Value>]) {
        self.settings = settings
        schema = SectionSchema(
            name,
            isRequired: false,
            meaning: meaning,
            fields: settings.map(\.field)
        )
    }

    /// Stores the file's settings in `value`; wrong and missing keys leave it unchanged.
    package func read(_ reader: inout SchemaReader, into value: inout Value) {
        for setting in settings { setting.read(&reader, schema, &value) }
    }
}
