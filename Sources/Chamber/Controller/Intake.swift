import SwitchCore

/// What comes into each step: the probes' samples, the contacts, the switch's reports, and how much time
/// passed.
struct Intake: Codable {
    var probes: Probes
    /// How each probe is doing in this step.
    private(set) var view: ProbeReadings
    /// The contacts that are open, of those that the board has.
    private(set) var openContacts = ContactSet()
    private let contacts: ContactSet
    private(set) var delivered = DeliveredDuty()
    /// Steps that were made, this one included.
    private(set) var steps: UInt64 = 0
    private var lastStep: Instant?

    init(_ probes: Probes, contacts: ContactSet, at now: Instant) {
        self.probes = probes
        self.contacts = contacts
        view = probes.view(at: now)
    }

    /// Receives what a step was given. Answers with the time since the step before, never negative.
    mutating func receive(_ input: StepInput, at now: Instant) -> Duration {
        let elapsed = lastStep.map { max(now.duration(since: $0), .zero) } ?? .zero
        lastStep = now
        steps &+= 1
        probes.receive(input.reading)
        view = probes.view(at: now)
        openContacts = input.openContacts.intersection(contacts)
        delivered.receive(input.report, at: now)
        return elapsed
    }
}
