extension JSONWriter {
    /// A member with a value that was read before.
    package mutating func member(_ key: String, _ value: JSONValue) {
        switch value {
        case .null: null(key)
        case .bool(let flag): member(key, flag)
        case .integer(let number): member(key, number)
        case .real(let number): member(key, number, decimals: 3)
        case .string(let text): member(key, text)
        case .array(let list): array(key) { json in for one in list { json.element(one) } }
        case .object(let object): self.object(key) { $0.members(of: object) }
        }
    }

    /// An element of a list with a value that was read before.
    package mutating func element(_ value: JSONValue) {
        switch value {
        case .null: element(nil, decimals: 0)
        case .bool(let flag): element(flag ? 1 : 0)
        case .integer(let number): element(number)
        case .real(let number): element(number, decimals: 3)
        case .string(let text): element(text)
        case .array(let list): array { json in for one in list { json.element(one) } }
        case .object(let inner): object { $0.members(of: inner) }
        }
    }

    private mutating func members(of object: JSONObject) {
        for (key, value) in object.members { member(key, value) }
    }
}
