/// What one section of a file may hold.
package struct SectionSchema: Sendable {
    /// As it stands between the brackets.
    package let name: String
    /// A file without it is a mistake.
    package let isRequired: Bool
    /// What it describes, in a sentence.
    package let meaning: String
    /// In the order that a reader should meet them.
    package let fields: [any AnyField]

    package init(_ name: String, isRequired: Bool, meaning: String, fields: [any AnyField]) {
        self.name = name
        self.isRequired = isRequired
        self.meaning = meaning
        self.fields = fields
    }
}
