/// A line of a chip, by its number or by its name.
package enum LineReference: Equatable, Hashable, Sendable, CustomStringConvertible {
    case number(UInt32)
    case name(String)

    /// The kernel's limit: GPIO_MAX_NAME_SIZE of <linux/gpio.h> without the final zero.
    private static let longestName = 31
    /// More than any chip has; the largest in a single-board computer have a few hundred.
    private static let highestNumber: UInt32 = 1023

    /// Reads a text: only digits are a number, anything else is a name; `nil` where the text is neither.
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
