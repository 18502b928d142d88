/// The rules that warn at present, as a set without storage of its own.
package struct WarningSet: Codable, Equatable, Sendable {
    private var bits: UInt32 = 0

    package init() {}

    /// The set as one number: bit n stands for the code with the raw value n.
    package var rawBits: UInt32 { bits }

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ code: FaultCode) -> Bool {
        bits & (1 << UInt32(code.rawValue)) != 0
    }

    /// Puts `code` in or takes it out; says whether that changed anything.
    @discardableResult
    package mutating func set(_ code: FaultCode, _ isRaised: Bool) -> Bool {
        let bit: UInt32 = 1 << UInt32(code.rawValue)
        let before = bits
        bits = isRaised ? bits | bit : bits & ~bit
        return bits != before
    }

    /// The codes in it, in the order of ``FaultCode``.
    package var codes: [FaultCode] {
        FaultCode.allCases.filter(contains)
    }
}
