package import SwitchCore

/// A heater of the network as this one shows it: what it tells of itself, cut to what a card needs. Its texts are
/// a stranger's.
package struct FleetHeater: Equatable, Sendable {
    /// `192.168.1.20`, with the port where that is not 80; of this heater itself empty.
    package var address = ""
    /// This very heater.
    package var isSelf = false
    /// Whether it answered when it was asked last.
    package var answers = true
    /// It does not tell without a password.
    package var asksForPassword = false
    /// How old what it told is.
    package var age = Duration.zero
    /// Its twelve digits; two heaters of one copied card have the same.
    package var id = ""
    /// Its host name.
    package var name = ""
    /// Of its program.
    package var version = ""
    /// What it told of its heat; `nil`: nothing yet.
    package var report: Report?

    /// What a heater does.
    package struct Report: Equatable, Sendable {
        /// A word of the API.
        package var activity = ""
        /// Whether its power is on.
        package var isOn = false
        /// The air in its chamber; `nil`: no reading.
        package var chamber: Celsius?
        /// The set point in force; `nil`: none.
        package var setPoint: Celsius?
        /// The time until the set point is reached; `nil`: not known.
        package var readyIn: Duration?
        /// The latched fault's title; `nil`: none.
        package var fault: String?
        /// Warnings and troubles that stand.
        package var attention = 0
        /// Whether its calibration is in force.
        package var isCalibrated = false

        package init() {}
    }

    package init() {}

    /// Longer texts of a stranger are cut.
    package static let longestText = 64
}

/// The heaters of the network.
package struct FleetView: Equatable, Sendable {
    /// This one first, the others by their addresses.
    package var heaters: [FleetHeater] = []
    /// A search is under way.
    package var isSearching = false
    /// Heaters that were found and have no place in the list.
    package var leftOut = 0

    package init() {}
}

/// What became of Off at one heater.
package struct FleetOff: Equatable, Sendable {
    /// Its address; of this heater itself empty.
    package var address: String
    /// Its host name.
    package var name: String
    /// Why it is not known to be off; `nil`: it has confirmed it.
    package var trouble: String?

    package init(address: String, name: String, trouble: String?) {
        self.address = address
        self.name = name
        self.trouble = trouble
    }
}
