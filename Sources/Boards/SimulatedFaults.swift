import Chamber
import Plant
import Synchronization

/// The faults of a simulated board: other threads order them, and the board takes them over in its next step.
///
/// Only a simulated board makes one, so that no order can reach a board with real lines.
package final class SimulatedFaults: Sendable {
    /// More orders than a person gives between two steps.
    private static let capacity = 64

    private struct State {
        var waiting: [FaultOrder] = []
        /// What all orders so far amount to.
        var wished: PlantFaults
    }

    private let state: Mutex<State>
    private let isWaiting = Atomic(false)
    private let power = Atomic(false)

    init(_ present: PlantFaults) {
        state = Mutex(State(wished: present))
    }

    /// Begins a fault, as `NAME` or `NAME NUMBER` say, or ends all at `none`; answers why not, or `nil`.
    package func begin(_ words: [String]) -> String? {
        order { () throws(FaultOrder.Refusal) in try FaultOrder(beginning: words) }
    }

    /// Ends the fault of this name, or all at `all`; answers why not, or `nil`.
    package func end(_ name: String) -> String? {
        order { () throws(FaultOrder.Refusal) in try FaultOrder(ending: [name]) }
    }

    private func order(_ read: () throws(FaultOrder.Refusal) -> FaultOrder) -> String? {
        let order: FaultOrder
        do throws(FaultOrder.Refusal) {
            order = try read()
        } catch {
            return error.message
        }
        let isTaken = state.withLock { state in
            guard state.waiting.count < Self.capacity else { return false }
            state.waiting.append(order)
            // One wild sample goes on its own.
            if order != .begin(.chamberWild) { state.wished.carryOut(order) }
            return true
        }
        guard isTaken else { return "too many faults at once: wait a second and try again" }
        isWaiting.store(true, ordering: .releasing)
        return nil
    }

    /// The element has power, as a witness at the relay's output would see it.
    package var hasPower: Bool { power.load(ordering: .relaxed) }

    /// Records whether the element has power; for the board's own thread.
    func record(hasPower: Bool) { power.store(hasPower, ordering: .relaxed) }

    /// Puts what was ordered since the last call into `faults`; for the board's own thread.
    func carryOut(on faults: inout PlantFaults) {
        guard isWaiting.exchange(false, ordering: .acquiring) else { return }
        let orders = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for order in orders { faults.carryOut(order) }
    }

    /// A fault that a simulated board can have, for those who tell of it.
    package struct Entry: Equatable, Sendable {
        /// In scenario files and orders.
        package let name: String
        /// A sentence for people.
        package let meaning: String
        /// What its number counts; `nil`: it is there or not.
        package let unit: String?
        /// What the number can be.
        package let range: ClosedRange<Double>?
        /// What the number is where none is given.
        package let standard: Double?
        /// It was ordered and has not been ended.
        package let isPresent: Bool
        /// Its number, where it is present and has one.
        package let amount: Double?
    }

    /// Every fault, with its state after all orders so far.
    package var entries: [Entry] {
        let wished = state.withLock { $0.wished }
        return PlantFault.allCases.map { fault in
            let amount = fault.amount
            return Entry(
                name: fault.name,
                meaning: fault.description.meaning,
                unit: amount?.meaning,
                range: amount?.range,
                standard: amount?.standard,
                isPresent: wished[fault],
                amount: wished[fault] && amount != nil ? wished.amount(of: fault, sound: 0) : nil
            )
        }
    }
}
