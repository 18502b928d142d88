import Chamber
import Pacing
import Surroundings
import SwitchCore

/// Reports the link to a printer to people: each change once, without a flood of events.
struct BambuReporter: Sendable {
    private enum Note: Hashable {
        case link(PrinterLinkState)
        case garbage
        case oversized
    }

    /// How often the same state is worth an event.
    private static let betweenNotes = Duration.minutes(10)

    private let name: String
    private let address: String
    private var limiters: [Note: Limiter] = [:]
    private var shown: (state: PrinterLinkState, trouble: String)?

    init(_ binding: DeviceProfile.BambuBinding) {
        name = "Printer \(binding.name.isEmpty ? binding.serial : binding.name)"
        address = binding.address
    }

    func begin() -> BambuMachine.Effect {
        event("Hearth now follows \(name) at \(address).")
    }

    func pinned(_ certificate: String) -> BambuMachine.Effect {
        event("\(name) is now recognised by its certificate: SHA-256 \(certificate).")
    }

    /// The state of the link; nothing where it has not changed.
    mutating func show(
        _ state: PrinterLinkState,
        _ trouble: String,
        at now: Instant
    ) -> [BambuMachine.Effect] {
        let before = shown
        guard before?.state != state || before?.trouble != trouble else { return [] }
        shown = (state, trouble)
        let news = BambuMachine.Effect.news(.link(state, trouble: trouble))
        // The beginning is an event already.
        guard let before, before.state != state, isDue(.link(state), at: now) else {
            return [news]
        }
        let words = trouble.isEmpty ? "\(name) is connected." : "\(name): \(trouble)."
        return [news, event(words, isTrouble: !trouble.isEmpty)]
    }

    mutating func garbage(_ words: String, at now: Instant) -> [BambuMachine.Effect] {
        guard isDue(.garbage, at: now) else { return [] }
        return [event("\(name) sent an invalid report: \(words).", isTrouble: true)]
    }

    mutating func oversized(_ bytes: Int, at now: Instant) -> [BambuMachine.Effect] {
        guard isDue(.oversized, at: now) else { return [] }
        return [event("\(name) sent \(bytes) bytes at once, which were dropped.", isTrouble: true)]
    }

    private mutating func isDue(_ note: Note, at now: Instant) -> Bool {
        limiters[note, default: Limiter(every: Self.betweenNotes)].allows(at: now)
    }

    private func event(_ words: String, isTrouble: Bool = false) -> BambuMachine.Effect {
        .record(DeviceEvent(.printer, isTrouble: isTrouble, words))
    }
}
