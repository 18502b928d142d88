/// What waits to be written to one peer, first in, first out.
///
/// Nearly always one message or none waits, so the first has a place of its own and costs no
/// allocation.
struct OutgoingQueue {
    private var first: OutgoingBytes?
    private var others: [OutgoingBytes] = []

    var isEmpty: Bool { first == nil }

    var count: Int { first == nil ? 0 : 1 + others.count }

    mutating func append(_ bytes: OutgoingBytes) {
        if first == nil {
            first = bytes
        } else {
            others.append(bytes)
        }
    }

    mutating func removeFirst() -> OutgoingBytes? {
        let bytes = first
        first = others.isEmpty ? nil : others.removeFirst()
        if others.isEmpty {
            others = []
        }
        return bytes
    }
}
