/// A queue of fixed capacity whose storage is made once: putting in and taking out allocate nothing.
package struct BoundedRing<Element> {
    private var slots: [Element?]
    private var first = 0
    package private(set) var count = 0
    /// How many elements found it full.
    package private(set) var dropped = 0

    /// An empty ring; the only call that allocates.
    package init(capacity: Int) {
        slots = Array(repeating: nil, count: capacity)
    }

    /// Puts an element in at the end; false: it is full and the element is lost.
    package mutating func append(_ element: Element) -> Bool {
        guard count < slots.count else {
            dropped += 1
            return false
        }
        slots[(first + count) % slots.count] = element
        count += 1
        return true
    }

    /// Takes the oldest element out.
    package mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[first]
        slots[first] = nil
        first = (first + 1) % slots.count
        count -= 1
        return element
    }

    /// Takes everything out, oldest first.
    package mutating func drain() -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        while let element = popFirst() { elements.append(element) }
        return elements
    }
}
