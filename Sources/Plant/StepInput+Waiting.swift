package import Chamber

extension StepInput {
    /// Moves up to `mostWishes` of the waiting wishes into the step, oldest first. Only for simulations,
    /// whose steps may use the heap.
    package mutating func receiveWishes(from waiting: inout [WishEnvelope]) {
        while wishes.count < Self.mostWishes, !waiting.isEmpty {
            wishes.append(waiting.removeFirst())
        }
    }
}
