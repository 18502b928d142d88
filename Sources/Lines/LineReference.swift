/// Which line of a chip is meant: by its number there, or by the name that the board gives it.
package enum LineReference: Equatable, Hashable, Sendable, CustomStringConvertible {
    case number(UInt32)
    case name(String)

    /// The kernel's own limit on a name (GPIO_MAX_NAME_SIZE of <linux/gpio.h>, less its end).
    private static let longestName = 31
    /// More than any chip has; the largest in a single-board computer have a few hundred.
    private static let highestNumber: UInt32 = 1023

    /// From a text: digits are a number, all else a name; `nil` where it can be neither.
    package init?(_ text: String) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let number = UInt32(text), number <= Self.highestNumber else { return nil }
            self = .number(number)
        } else {
            // Some boards' names have spaces in them: "7J1 Header Pin16".
            let isPrintable = text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            guard (1...Self.longestName).contains(text.utf8.count), isPrintable else { return nil }
            self = .name(text)
        }
    }

    package var description: String {
        switch self {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }
}
