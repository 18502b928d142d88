import Chamber
import Inputs
package import Lines

/// The contacts of a real board, by name.
package final class ContactReader {
    private let names: [ContactName]
    private let inputs: ContactInputs?

    /// Takes the contacts' lines, and throws where one cannot be had.
    package init(_ lines: BoardLines?) throws(LineError) {
        let contacts = lines?.contacts ?? []
        names = contacts.map(\.name)
        guard let lines, !contacts.isEmpty else {
            inputs = nil
            return
        }
        inputs = try ContactInputs(contacts.map(\.line), of: lines.chip)
    }

    /// Those that are open now.
    func open() -> ContactSet {
        var open = ContactSet()
        guard let inputs else { return open }
        let bits = inputs.openContacts()
        for index in names.indices where bits >> UInt8(truncatingIfNeeded: index) & 1 == 1 {
            open[names[index]] = true
        }
        return open
    }
}
