import SwitchCore

/// The input of each step: the probes' samples, the contacts, the switch's reports, and the elapsed
/// time.
struct Intake: Codable {
    var probes: Probes
    /// The state of each probe in this step.
    private(set) var view: ProbeReadings
    /// The board's contacts that are open.
    private(set) var openContacts = ContactSet()
    /// The tachometer's pulses since the step before; `nil`: none.
    private(set) var fanPulses: Int?
    private let contacts: ContactSet
    private(set) var delivered = DeliveredDuty()
    /// Steps so far, including this one.
    private(set) var steps: UInt64 = 0
    private var lastStep: Instant?

    init(_ probes: Probes, contacts: ContactSet, at now: Instant) {
        self.probes = probes
        self.contacts = contacts
        view = probes.view(at: now)
    }

    /// Receives a step's input. Returns the time since the last step, never negative.
    mutating func receive(_ input: StepInput, at now: Instant) -> Duration {
        let elapsed = lastStep.map { max(now.duration(since: $0), .zero) } ?? .zero
        lastStep = now
        steps &+= 1
        probes.receive(input.reading)
        view = probes.view(at: now)
        openContacts = input.openContacts.intersection(contacts)
        fanPulses = input.fanPulses
        delivered.receive(input.report, at: now)
        return elapsed
    }
}
