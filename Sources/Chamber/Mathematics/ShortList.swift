/// A list of at most eight elements, stored in place and not on the heap.
///
/// Elements that do not fit are counted and dropped; they never trap.
package struct ShortList<Element: Sendable>: Sendable {
    /// The most elements in the list.
    package static var capacity: Int { 8 }

    private var slots:
        (
            Element?, Element?, Element?, Element?, Element?, Element?, Element?, Element?
        )
    /// How many elements are in the list.
    package private(set) var count = 0
    /// How many elements did not fit.
    package private(set) var dropped = 0

    /// An empty list.
    package init() {
        slots = (nil, nil, nil, nil, nil, nil, nil, nil)
    }

    /// Whether the list has no element; some may have been dropped.
    package var isEmpty: Bool { count == 0 }

    /// Whether anything was added since the list was made, even if it was dropped.
    var isUsed: Bool { count > 0 || dropped > 0 }

    /// Adds `element` at the end, or counts it as dropped.
    package mutating func append(_ element: Element) {
        switch count {
        case 0: slots.0 = element
        case 1: slots.1 = element
        case 2: slots.2 = element
        case 3: slots.3 = element
        case 4: slots.4 = element
        case 5: slots.5 = element
        case 6: slots.6 = element
        case 7: slots.7 = element
        default:
            dropped += 1
            return
        }
        count += 1
    }

    /// The element at `index`; `nil` from `count` on.
    package subscript(index: Int) -> Element? {
        switch index {
        case 0: slots.0
        case 1: slots.1
        case 2: slots.2
        case 3: slots.3
        case 4: slots.4
        case 5: slots.5
        case 6: slots.6
        case 7: slots.7
        default: nil
        }
    }
}

extension ShortList: Sequence {
    /// Walks the list from its first element to its last.
    package struct Iterator: IteratorProtocol {
        private let list: ShortList
        private var index = 0

        fileprivate init(_ list: ShortList) {
            self.list = list
        }

        package mutating func next() -> Element? {
            defer { index += 1 }
            return list[index]
        }
    }

    package func makeIterator() -> Iterator {
        Iterator(self)
    }
}

extension ShortList: Codable where Element: Codable {
    /// Decodes a list from a row of elements; those that do not fit are counted as dropped.
    package init(from decoder: any Decoder) throws {
        self.init()
        var row = try decoder.unkeyedContainer()
        while !row.isAtEnd { append(try row.decode(Element.self)) }
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.unkeyedContainer()
        for element in self { try row.encode(element) }
    }
}
