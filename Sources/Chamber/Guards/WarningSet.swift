/// The set of rules that warn now, without storage on the heap.
package struct WarningSet: Codable, Equatable, Sendable {
    private var bits: UInt32 = 0

    package init() {}

    /// The set of one code, or of two.
    init(_ code: FaultCode, _ other: FaultCode? = nil) {
        set(code, true)
        if let other { set(other, true) }
    }

    /// The set as one number: bit n stands for the code with the raw value n.
    package var rawBits: UInt32 { bits }

    /// Whether nothing warns.
    package var isEmpty: Bool { bits == 0 }

    /// Whether `code` warns.
    package func contains(_ code: FaultCode) -> Bool {
        bits & (1 << UInt32(code.rawValue)) != 0
    }

    /// Adds or removes `code`; returns whether the set changed.
    @discardableResult
    package mutating func set(_ code: FaultCode, _ isRaised: Bool) -> Bool {
        let bit: UInt32 = 1 << UInt32(code.rawValue)
        let before = bits
        bits = isRaised ? bits | bit : bits & ~bit
        return bits != before
    }

    /// Removes the code with the lowest number, and returns it.
    mutating func popFirst() -> FaultCode? {
        guard let code = FaultCode(rawValue: UInt8(bits.trailingZeroBitCount)) else { return nil }
        bits &= bits - 1
        return code
    }

    /// The codes in the set, in the order of their numbers.
    package var codes: [FaultCode] {
        var rest = self
        var codes: [FaultCode] = []
        while let code = rest.popFirst() { codes.append(code) }
        return codes
    }
}
