/// A value as a tree of named numbers: a controller's state, in a form that another version of the
/// program can read and compare.
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

    /// The first value in which `other` differs: its path, and both values; `nil`: none does.
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

    /// The same tree with missing values from `template`, whose paths go into `added`: values that
    /// an older program did not have start as at a first start.
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

extension StateNode {
    /// The same tree with each value that an older program kept elsewhere copied to its place.
    /// `moves` pairs the old path with the new one, names with points between them.
    func moved(by moves: [(from: String, to: String)]) -> StateNode {
        moves.reduce(self) { tree, move in
            let (from, to) = (move.from.split(separator: "."), move.to.split(separator: "."))
            guard let value = tree.value(at: from[...]), tree.value(at: to[...]) == nil else {
                return tree
            }
            return tree.setting(value, at: to[...])
        }
    }

    private func value(at path: ArraySlice<Substring>) -> StateNode? {
        guard let name = path.first else { return self }
        return self[String(name)]?.value(at: path.dropFirst())
    }

    private func setting(_ value: StateNode, at path: ArraySlice<Substring>) -> StateNode {
        guard let name = path.first.map({ String($0) }) else { return value }
        var fields: [Field] = []
        if case .fields(let known) = self { fields = known }
        let inner = (self[name] ?? .fields([])).setting(value, at: path.dropFirst())
        fields.removeAll { $0.name == name }
        return .fields(fields + [Field(name: name, node: inner)])
    }

    /// No controller's tree is deeper.
    private static let deepest = 64

    private enum Kind: UInt8 {
        case nothing, no, yes, integer, unsigned, real, text, list, fields
    }

    /// Writes the tree: a byte for the kind of each value, then the value.
    package func write(to writer: inout ByteWriter) {
        switch self {
        case .nothing: writer.put(Kind.nothing.rawValue)
        case .flag(let flag): writer.put((flag ? Kind.yes : .no).rawValue)
        case .integer(let number):
            writer.put(Kind.integer.rawValue)
            writer.putShort(signed: number)
        case .unsigned(let number):
            writer.put(Kind.unsigned.rawValue)
            writer.putShort(number)
        case .real(let number):
            writer.put(Kind.real.rawValue)
            writer.putReal(number)
        case .text(let text):
            writer.put(Kind.text.rawValue)
            writer.put(text)
        case .list(let nodes):
            writer.put(Kind.list.rawValue)
            writer.putShort(UInt64(nodes.count))
            for node in nodes { node.write(to: &writer) }
        case .fields(let fields):
            writer.put(Kind.fields.rawValue)
            writer.putShort(UInt64(fields.count))
            for field in fields {
                writer.put(field.name)
                field.node.write(to: &writer)
            }
        }
    }

    /// Reads a tree back.
    package init(from reader: inout ByteReader) throws(RecordingMistake) {
        self = try Self.read(from: &reader, depth: 0)
    }

    private static func read(
        from reader: inout ByteReader,
        depth: Int
    ) throws(RecordingMistake) -> StateNode {
        guard depth < deepest else { throw reader.mistake("a value is nested too deep") }
        let place = reader.mistake("a value is of an unknown kind")
        guard let kind = Kind(rawValue: try reader.byte()) else { throw place }
        switch kind {
        case .nothing: return .nothing
        case .no: return .flag(false)
        case .yes: return .flag(true)
        case .integer: return .integer(try reader.signedShort())
        case .unsigned: return .unsigned(try reader.short())
        case .real: return .real(try reader.real())
        case .text: return .text(try reader.text())
        case .list:
            var nodes: [StateNode] = []
            for _ in 0..<(try reader.count()) {
                nodes.append(try read(from: &reader, depth: depth + 1))
            }
            return .list(nodes)
        case .fields:
            var fields: [Field] = []
            for _ in 0..<(try reader.count()) {
                let name = try reader.text()
                fields.append(Field(name: name, node: try read(from: &reader, depth: depth + 1)))
            }
            return .fields(fields)
        }
    }
}
