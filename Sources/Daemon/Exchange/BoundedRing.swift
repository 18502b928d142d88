/// A queue of fixed capacity. Its storage is allocated once: `append` and `popFirst` allocate nothing.
package struct BoundedRing<Element> {
    private var slots: [Element?]
    private var first = 0
    package private(set) var count = 0
    /// How many elements were lost because the queue was full.
    package private(set) var dropped = 0

    /// An empty queue.
    package init(capacity: Int) {
        slots = Array(repeating: nil, count: capacity)
    }

    /// Adds an element at the end; false: the queue is full and the element is lost.
    package mutating func append(_ element: Element) -> Bool {
        guard count < slots.count else {
            dropped += 1
            return false
        }
        slots[(first + count) % slots.count] = element
        count += 1
        return true
    }

    /// Removes the oldest element; `nil`: the queue is empty.
    package mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[first]
        slots[first] = nil
        first = (first + 1) % slots.count
        count -= 1
        return element
    }

    /// Removes all elements, oldest first. It allocates the array.
    package mutating func drain() -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        while let element = popFirst() { elements.append(element) }
        return elements
    }
}
