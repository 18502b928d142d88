package import SwitchCore

/// Everything a controller needs to know about its board; constant during a run.
package struct ControllerConfiguration: Codable, Equatable, Sendable {
    /// The probe in the chamber's air; every board has one.
    package var chamber: ProbeConfiguration
    /// A second probe in the same air: regulation takes the mean, the limits take the hotter probe.
    package var chamberSecond: ProbeConfiguration?
    /// The probe on the heating element.
    package var element: ProbeConfiguration?
    /// The contacts that the board has.
    package var contacts = ContactSet()
    /// The board's limits; never above ``Ceilings``.
    package var limits = Limits()
    /// The board's guard numbers; a client may set stricter ones.
    package var guards = GuardParameters()
    /// How the chamber is regulated.
    package var regulation = Regulation.model
    /// The model until something better is learned.
    package var model = ThermalModel.conservative
    /// Identifies this board, so that a model learned on another board is not used.
    package var fingerprint = ""
    /// How the heater's relay may switch.
    package var modulation = Modulation()
    /// The element's rated power: for the energy estimate, and to judge a calibration's numbers.
    package var heaterPowerWatts = 300.0
    /// The switchings that the heater's relay is rated for; `nil`: it does not wear.
    package var ratedSwitchings: Int?
    /// Whether the board has a blower.
    package var isFanFitted = true
    /// The blower's tachometer; `nil`: none.
    package var tachometer: Tachometer?
    /// The blower runs on until element and chamber are below this temperature.
    package var fanReleaseTemperature = Celsius(40)
    /// Heat that a `/ws` client asked for ends when no such client has been connected for this long;
    /// `nil`: no limit.
    package var pandaClientTimeout: Duration?
    /// Why this machine must not heat at all; `nil`: it may heat.
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

    /// The model with which a controller starts: the restored one where this board admits it, else the
    /// board's.
    package func model(after restored: RestoredModel) -> ThermalModel {
        restored.admitted(to: fingerprint).model ?? model
    }
}

extension Probes {
    /// The probes of a board, with `offsets` in addition to the board's own corrections.
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
