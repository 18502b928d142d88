package import Chamber

extension StepInput {
    /// Takes as many of the wishes that wait as one step does, the oldest first; for simulations, whose
    /// steps may use the heap.
    package mutating func takeWishes(from waiting: inout [WishEnvelope]) {
        while wishes.count < Self.mostWishes, !waiting.isEmpty {
            wishes.append(waiting.removeFirst())
        }
    }
}
