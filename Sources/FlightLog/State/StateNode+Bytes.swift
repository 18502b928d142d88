extension StateNode {
    /// A tree that is deeper is no controller's.
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
        let place = reader.mistake("there is no such kind of value")
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
