package import Chamber
import SwitchCore

/// The module's names for a hub.
package struct ReefnetModule: Equatable, Sendable {
    /// The module's type, by which a hub chooses its page.
    package var moduleID = "Hearth.Heater"
    /// The same for the only part of the module.
    package var submoduleID = "Hearth.Heater"
    /// The heater's name for people.
    package var label = "Hearth"
    /// The program's version.
    package var version: String
    /// A set point from the hub turns the power on; else it only moves the target.
    package var mayHeat = false

    package init(version: String) {
        self.version = version
    }
}

/// One moment of the controller and its machine, for a module.
package struct ReefnetMoment: Equatable, Sendable {
    /// The machine's network, as far as it is known.
    package struct Network: Equatable, Sendable {
        /// IPv4, in dotted decimals.
        package var address: String
        /// Six bytes in upper-case hexadecimal digits with colons; empty: unknown.
        package var hardwareAddress = ""
        /// The wireless network's name; empty: a cable, or unknown.
        package var ssid = ""
        /// The wireless network's strength here, in dBm; `nil`: a cable, or unknown.
        package var signal: Int?

        package init(address: String) {
            self.address = address
        }
    }

    /// A fault that was latched before this process started.
    package struct EarlierFault: Equatable, Sendable {
        /// Its number in this installation.
        package let number: FaultNumber
        /// The calendar's time of its trip, in milliseconds since 1970.
        package let wallMilliseconds: Int64

        package init(number: FaultNumber, wallMilliseconds: Int64) {
            self.number = number
            self.wallMilliseconds = wallMilliseconds
        }
    }

    /// The controller's newest.
    package var snapshot: Snapshot
    /// Since the service started.
    package var uptime: Duration
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: Int64
    /// `nil`: not known yet.
    package var network: Network?
    /// `nil`: this process started without one.
    package var earlierFault: EarlierFault?
    /// Why mode auto heats or not, for people; `nil`: it is not on.
    package var autoReason: String?

    package init(
        _ snapshot: Snapshot,
        uptime: Duration,
        wallMilliseconds: Int64,
        network: Network? = nil
    ) {
        self.snapshot = snapshot
        self.uptime = uptime
        self.wallMilliseconds = wallMilliseconds
        self.network = network
    }
}

extension ReefnetMoment {
    /// When the fault tripped, in milliseconds since 1970.
    func wall(of record: FaultRecord) -> Int64 {
        if let earlierFault, earlierFault.number == record.number {
            return earlierFault.wallMilliseconds
        }
        let age = snapshot.at.duration(since: record.at).inNanoseconds / 1_000_000
        return wallMilliseconds - max(age, 0)
    }

    /// The chamber's mean temperature when the fault tripped: what the probes read now where that was
    /// just now, else what the record kept.
    func averageAtTrip(of record: FaultRecord) -> Double? {
        let age = snapshot.at.duration(since: record.at)
        let isEarlier = earlierFault?.number == record.number
        let isNow = !isEarlier && age >= .zero && age < .seconds(1)
        let kept = record.chamber?.degrees
        return isNow ? snapshot.averageDegrees ?? kept : kept
    }
}

extension Snapshot {
    /// The mean of the chamber's probes that read well, in °C; `nil`: none does.
    var averageDegrees: Double? {
        guard let first = chamber.temperature?.degrees else {
            return chamberSecond.temperature?.degrees
        }
        return chamberSecond.temperature.map { (first + $0.degrees) / 2 } ?? first
    }
}
