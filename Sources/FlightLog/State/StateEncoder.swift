/// Makes a ``StateNode`` of a value by its own `Encodable` conformance: every stored property under
/// its own name, without a list to maintain.
package struct StateEncoder: Encoder {
    /// Empty: nothing here fails, so no error needs a path.
    package let codingPath: [any CodingKey] = []
    /// Empty: `Encoder` asks for one.
    package let userInfo: [CodingUserInfoKey: Any] = [:]
    private let slot: Slot

    private init(_ slot: Slot) {
        self.slot = slot
    }

    /// The value as a tree; `nil` where its own conformance throws, which no state of ours does.
    package static func node(of value: some Encodable) -> StateNode? {
        let slot = Slot()
        do {
            try value.encode(to: StateEncoder(slot))
        } catch {
            return nil
        }
        return slot.node
    }

    /// Makes this place of the tree named fields.
    package func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.beginFields()
        return KeyedEncodingContainer(Fields(slot: slot))
    }

    /// Makes this place of the tree a list.
    package func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.content = .list([])
        return Row(slot: slot)
    }

    /// Makes this place of the tree one number, text, flag, or nothing.
    package func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(slot: slot)
    }

    /// A place in the tree while it is built.
    private final class Slot {
        enum Content {
            case leaf(StateNode)
            case list([Slot])
            case fields([(String, Slot)])
        }

        var content = Content.leaf(.nothing)

        var node: StateNode {
            switch content {
            case .leaf(let node): node
            case .list(let slots): .list(slots.map(\.node))
            case .fields(let fields): .fields(fields.map { .init(name: $0.0, node: $0.1.node) })
            }
        }

        /// Fields from here on; those that another part of the same value has written stay.
        func beginFields() {
            if case .fields = content { return }
            content = .fields([])
        }

        func field(_ name: String) -> Slot {
            let inner = Slot()
            guard case .fields(var fields) = content else { return inner }
            fields.append((name, inner))
            content = .fields(fields)
            return inner
        }

        func element() -> Slot {
            let inner = Slot()
            guard case .list(var slots) = content else { return inner }
            slots.append(inner)
            content = .list(slots)
            return inner
        }
    }

    private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let slot: Slot
        let codingPath: [any CodingKey] = []

        func encodeNil(forKey key: Key) { _ = slot.field(key.stringValue) }

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            try value.encode(to: StateEncoder(slot.field(key.stringValue)))
        }

        // Written, not left out: another version must not take it for an unknown field.
        func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
            guard let value else { return encodeNil(forKey: key) }
            try encode(value, forKey: key)
        }

        func nestedContainer<Inner: CodingKey>(
            keyedBy: Inner.Type,
            forKey key: Key
        ) -> KeyedEncodingContainer<Inner> {
            StateEncoder(slot.field(key.stringValue)).container(keyedBy: Inner.self)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            StateEncoder(slot.field(key.stringValue)).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { StateEncoder(slot.field("super")) }

        func superEncoder(forKey key: Key) -> any Encoder {
            StateEncoder(slot.field(key.stringValue))
        }
    }

    private struct Row: UnkeyedEncodingContainer {
        let slot: Slot
        let codingPath: [any CodingKey] = []

        var count: Int {
            guard case .list(let slots) = slot.content else { return 0 }
            return slots.count
        }

        func encodeNil() { _ = slot.element() }

        func encode<Value: Encodable>(_ value: Value) throws {
            try value.encode(to: StateEncoder(slot.element()))
        }

        func nestedContainer<Inner: CodingKey>(
            keyedBy: Inner.Type
        ) -> KeyedEncodingContainer<Inner> {
            StateEncoder(slot.element()).container(keyedBy: Inner.self)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            StateEncoder(slot.element()).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { StateEncoder(slot.element()) }
    }

    private struct Single: SingleValueEncodingContainer {
        let slot: Slot
        let codingPath: [any CodingKey] = []

        func encodeNil() { slot.content = .leaf(.nothing) }

        func encode<Value: Encodable>(_ value: Value) throws {
            switch value {
            case let flag as Bool: slot.content = .leaf(.flag(flag))
            case let text as String: slot.content = .leaf(.text(text))
            case let number as Double: slot.content = .leaf(.real(number))
            case let number as Float: slot.content = .leaf(.real(Double(number)))
            case let number as UInt64: slot.content = .leaf(.unsigned(number))
            case let number as any FixedWidthInteger:
                slot.content = .leaf(.integer(Int64(truncatingIfNeeded: number)))
            default: try value.encode(to: StateEncoder(slot))
            }
        }
    }
}
