import Chamber
import JSON

extension JSONValue {
    /// The value can only mean off: `false`, 0, or a word for it.
    ///
    /// Off is obeyed in every type, because a client that means off must not be left with heat. On is
    /// obeyed only as each wire documents it.
    var meansOff: Bool {
        switch self {
        case .bool(let isOn): !isOn
        case .integer(let number): number == 0
        case .real(let number): number == 0
        case .string(let text): text.meansOff
        case .null, .array, .object: false
        }
    }
}

extension String {
    /// The text can only mean off, whatever its case and the blanks around it.
    var meansOff: Bool {
        ["off", "false", "no"].contains(trimmed.lowercased()) || Double(plain: self) == 0
    }
}
