/// The description of one section of a file.
package struct SectionSchema: Sendable {
    /// The name between the brackets.
    package let name: String
    /// A file without this section is a mistake.
    package let isRequired: Bool
    /// What the section is about, in a sentence.
    package let meaning: String
    /// The keys, in the order of the documentation.
    package let fields: [any AnyField]

    package init(_ name: String, isRequired: Bool, meaning: String, fields: [any AnyField]) {
        self.name = name
        self.isRequired = isRequired
        self.meaning = meaning
        self.fields = fields
    }
}
