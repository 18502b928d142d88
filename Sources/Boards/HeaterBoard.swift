package import Chamber
package import SwitchCore

/// A heater's hardware as the beat sees it: samples and acknowledgements in, commands out.
///
/// Called in the controller's beat: it neither blocks nor allocates. A board that reads a bus does so
/// on a thread of its own and hands over the newest sample; the controller judges how old it is.
package protocol HeaterBoard: AnyObject {
    /// Lets time go by until `now`.
    func advance(to now: Instant)

    /// The newest sample of each probe.
    var reading: Reading { get }

    /// The switch's newest answer.
    var report: SwitchReport { get }

    /// Hands a command to the switch.
    func carryOut(_ command: SwitchCommand, at now: Instant)
}
