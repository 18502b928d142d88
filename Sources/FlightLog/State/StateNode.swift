/// A value as a tree of named numbers: what a controller knows, in a form that another version of the
/// program can read, compare and name.
package indirect enum StateNode: Equatable, Sendable {
    /// One field of a ``fields(_:)``.
    package struct Field: Equatable, Sendable {
        /// The stored property's own name.
        package let name: String
        /// The property's value.
        package let node: StateNode
    }

    /// An optional without a value.
    case nothing
    case flag(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case real(Double)
    case text(String)
    case list([StateNode])
    /// In the order of their declaration.
    case fields([Field])

    /// The field with this name.
    package subscript(name: String) -> StateNode? {
        guard case .fields(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.node
    }

    /// The value in one word, for people.
    package var words: String {
        switch self {
        case .nothing: "nothing"
        case .flag(let flag): flag ? "yes" : "no"
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .list(let nodes): "a list of \(nodes.count)"
        case .fields(let fields): fields.map(\.name).joined(separator: ", ")
        }
    }

    /// The first value in which `other` differs: its path, here and there; `nil`: none does.
    package func firstDifference(
        from other: StateNode,
        at path: String = ""
    ) -> (path: String, here: StateNode, there: StateNode)? {
        switch (self, other) {
        case (.fields(let mine), .fields(let theirs)) where mine.map(\.name) == theirs.map(\.name):
            for (field, match) in zip(mine, theirs) {
                let inner = path.isEmpty ? field.name : path + "." + field.name
                if let found = field.node.firstDifference(from: match.node, at: inner) {
                    return found
                }
            }
            return nil
        case (.list(let mine), .list(let theirs)) where mine.count == theirs.count:
            for (index, (node, match)) in zip(mine, theirs).enumerated() {
                if let found = node.firstDifference(from: match, at: "\(path)[\(index)]") {
                    return found
                }
            }
            return nil
        case (.real(let mine), .real(let theirs)):
            return mine.bitPattern == theirs.bitPattern ? nil : (path, self, other)
        default:
            return self == other ? nil : (path, self, other)
        }
    }

    /// The same tree with what it lacks taken from `template`, whose paths go into `added`: what an
    /// older program did not know starts as at a first start.
    ///
    /// Trees without a name in common are two cases of one enumeration and are left alone.
    package func completed(
        by template: StateNode,
        at path: String = "",
        added: inout [String]
    ) -> StateNode {
        guard case .fields(let mine) = self, case .fields(let theirs) = template,
            mine.contains(where: { field in theirs.contains { $0.name == field.name } })
        else { return self }
        var fields: [Field] = []
        for field in mine {
            let inner = path.isEmpty ? field.name : path + "." + field.name
            let match = template[field.name]
            let node = match.map { field.node.completed(by: $0, at: inner, added: &added) }
            fields.append(Field(name: field.name, node: node ?? field.node))
        }
        for field in theirs where self[field.name] == nil {
            added.append(path.isEmpty ? field.name : path + "." + field.name)
            fields.append(field)
        }
        return .fields(fields)
    }
}
