/// Makes a value of a ``StateNode`` by its own `Decodable` conformance.
package struct StateDecoder: Decoder {
    /// The names from the whole value down to this one.
    package let codingPath: [any CodingKey]
    /// Empty: `Decoder` asks for one.
    package let userInfo: [CodingUserInfoKey: Any] = [:]
    private let node: StateNode

    private init(_ node: StateNode, at path: [any CodingKey]) {
        self.node = node
        codingPath = path
    }

    /// What did not fit, in one line for people.
    package struct Misfit: Error, Equatable, Sendable {
        /// The value's path and what is wrong with it.
        package let what: String

        package init(what: String) {
            self.what = what
        }
    }

    /// The value in a tree.
    package static func value<Value: Decodable>(
        _ type: Value.Type,
        in node: StateNode
    ) throws(Misfit) -> Value {
        do {
            return try Value(from: StateDecoder(node, at: []))
        } catch let error as DecodingError {
            throw Misfit(what: words(for: error))
        } catch {
            throw Misfit(what: "\(error)")
        }
    }

    private static func words(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(path(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(path(context.codingPath)) makes no sense"
        @unknown default:
            "a value makes no sense"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the whole" : keys.map(\.stringValue).joined(separator: ".")
    }

    fileprivate static func misfit(_ path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: ""))
    }

    /// Throws where the tree has no named fields here.
    package func container<Key: CodingKey>(
        keyedBy: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        guard case .fields = node else { throw Self.misfit(codingPath) }
        return KeyedDecodingContainer(Fields(node: node, codingPath: codingPath))
    }

    /// Throws where the tree has no list here.
    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let nodes) = node else { throw Self.misfit(codingPath) }
        return Row(nodes: nodes, codingPath: codingPath)
    }

    /// Does not throw: reading the value may.
    package func singleValueContainer() -> any SingleValueDecodingContainer {
        Single(node: node, codingPath: codingPath)
    }

    private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let node: StateNode
        let codingPath: [any CodingKey]

        var allKeys: [Key] {
            guard case .fields(let fields) = node else { return [] }
            return fields.compactMap { Key(stringValue: $0.name) }
        }

        func contains(_ key: Key) -> Bool { node[key.stringValue] != nil }

        private func inner(_ key: Key) throws -> StateDecoder {
            guard let inner = node[key.stringValue] else {
                let context = DecodingError.Context(codingPath: codingPath, debugDescription: "")
                throw DecodingError.keyNotFound(key, context)
            }
            return StateDecoder(inner, at: codingPath + [key])
        }

        func decodeNil(forKey key: Key) throws -> Bool { try inner(key).node == .nothing }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try Value(from: inner(key))
        }

        func nestedContainer<Inner: CodingKey>(
            keyedBy type: Inner.Type,
            forKey key: Key
        ) throws -> KeyedDecodingContainer<Inner> {
            try inner(key).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try inner(key).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { StateDecoder(node, at: codingPath) }

        func superDecoder(forKey key: Key) throws -> any Decoder { try inner(key) }
    }

    private struct Row: UnkeyedDecodingContainer {
        let nodes: [StateNode]
        let codingPath: [any CodingKey]
        private(set) var currentIndex = 0

        init(nodes: [StateNode], codingPath: [any CodingKey]) {
            self.nodes = nodes
            self.codingPath = codingPath
        }

        var count: Int? { nodes.count }
        var isAtEnd: Bool { currentIndex >= nodes.count }

        private mutating func next() throws -> StateDecoder {
            guard !isAtEnd else { throw StateDecoder.misfit(codingPath) }
            defer { currentIndex += 1 }
            return StateDecoder(nodes[currentIndex], at: codingPath)
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, nodes[currentIndex] == .nothing else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try Value(from: next())
        }

        mutating func nestedContainer<Inner: CodingKey>(
            keyedBy type: Inner.Type
        ) throws -> KeyedDecodingContainer<Inner> {
            try next().container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next().unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder { try next() }
    }

    private struct Single: SingleValueDecodingContainer {
        let node: StateNode
        let codingPath: [any CodingKey]

        func decodeNil() -> Bool { node == .nothing }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            switch type {
            case is Bool.Type, is String.Type, is Double.Type, is Float.Type:
                guard let value = plain(type) else { throw StateDecoder.misfit(codingPath) }
                return value
            case let integer as any FixedWidthInteger.Type:
                guard let value = whole(integer) as? Value else {
                    throw StateDecoder.misfit(codingPath)
                }
                return value
            default:
                return try Value(from: StateDecoder(node, at: codingPath))
            }
        }

        private func plain<Value>(_ type: Value.Type) -> Value? {
            switch node {
            case .flag(let flag): flag as? Value
            case .text(let text): text as? Value
            case .real(let number): number as? Value ?? Float(number) as? Value
            case .nothing, .integer, .unsigned, .list, .fields: nil
            }
        }

        private func whole(_ type: any FixedWidthInteger.Type) -> (any FixedWidthInteger)? {
            switch node {
            case .integer(let number): return type.init(exactly: number)
            case .unsigned(let number): return type.init(exactly: number)
            case .nothing, .flag, .text, .real, .list, .fields: return nil
            }
        }
    }
}
