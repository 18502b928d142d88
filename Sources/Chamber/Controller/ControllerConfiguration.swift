package import SwitchCore

/// All that a controller has to know of its board: fixed from start to end of a run.
package struct ControllerConfiguration: Codable, Equatable, Sendable {
    /// The probe in the chamber's air; every board has one.
    package var chamber: ProbeConfiguration
    /// A second probe in the same air: regulation takes the mean, the limits take the hotter.
    package var chamberSecond: ProbeConfiguration?
    /// The probe on the heating element.
    package var element: ProbeConfiguration?
    /// The contacts that the board has.
    package var contacts = ContactSet()
    /// What the board allows; held to ``Ceilings``.
    package var limits = Limits()
    /// The guards' numbers, where nobody has set stricter ones.
    package var guards = GuardParameters()
    /// How the chamber is regulated.
    package var regulation = Regulation.model
    /// What is assumed of heater and chamber until something better is learned.
    package var model = ThermalModel.conservative
    /// What tells this board from others, so that a model learned on one is not used on another.
    package var fingerprint = ""
    /// How the heater's relay may switch.
    package var modulation = Modulation()
    /// The element's rated power, for the energy estimate only.
    package var heaterPowerWatts = 300.0
    /// The board has a blower.
    package var isFanFitted = true
    /// The blower runs on until element and chamber are below this.
    package var fanReleaseTemperature = Celsius(40)
    /// Heat that a `/ws` client asked for ends when none has been connected for this long;
    /// `nil`: it does not.
    package var pandaClientTimeout: Duration?
    /// Why this machine may not heat at all; `nil`: it may.
    package var standingRefusal: WishOutcome.Refusal?

    package init(
        chamber: ProbeConfiguration,
        chamberSecond: ProbeConfiguration? = nil,
        element: ProbeConfiguration? = nil
    ) {
        self.chamber = chamber
        self.chamberSecond = chamberSecond
        self.element = element
    }
}

extension Probes {
    /// The probes of a board, corrected by `offsets` besides the board's own corrections.
    init(_ configuration: ControllerConfiguration, offsets: ProbeOffsets, at now: Instant) {
        self.init(
            chamber: configuration.chamber,
            chamberSecond: configuration.chamberSecond,
            element: configuration.element,
            limits: configuration.limits,
            offsets: offsets,
            at: now
        )
    }
}
