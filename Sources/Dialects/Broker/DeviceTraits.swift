package import Chamber
package import Surroundings
package import SwitchCore

/// What a client must know to show a device: nothing of it changes while the program runs, except
/// the name (``Surroundings/DeviceProfile/brokerName(id:)``).
package struct DeviceTraits: Equatable, Sendable {
    /// Tells this device from all others: lower-case letters, digits, underscores.
    package var id: String
    /// For people.
    package var name: String
    /// The board's name.
    package var model = ""
    /// The program's version.
    package var version = ""
    /// Where its page is; empty: nowhere.
    package var pageURL = ""
    /// The lowest target that a client may offer.
    package var lowestTarget = Celsius(0)
    /// The highest target that a client may offer, from the board's limits.
    package var highestTarget = Celsius(60)
    /// The element's rated power.
    package var heaterPowerWatts = 300.0
    /// A client shows the blower only where there is one.
    package var isFanFitted = true
    /// A client shows the element's temperature only where it is measured.
    package var isElementProbeFitted = true
    /// A client shows the second chamber probe only where there is one.
    package var isSecondChamberProbeFitted = false
    /// The longest drying run that a client may ask for, in hours.
    package var longestDryingHours = 12
    /// A client shows how much of the relay's life is used only where the board's file rates it.
    package var isRelayRated = false

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// The traits that a board's configuration decides.
    package init(id: String, name: String, board: ControllerConfiguration) {
        self.init(id: id, name: name)
        let limits = board.limits.heldToCeilings
        lowestTarget = limits.lowestTarget
        highestTarget = limits.highestTarget
        heaterPowerWatts = board.heaterPowerWatts
        isFanFitted = board.isFanFitted
        isElementProbeFitted = board.element != nil
        isSecondChamberProbeFitted = board.chamberSecond != nil
        longestDryingHours = limits.dryingHours
        isRelayRated = board.ratedSwitchings != nil
    }
}

extension DeviceProfile {
    /// The device's name where one client sees several devices: the one that people gave it, else the
    /// machine's with a part of `id`, because two machines at one broker may have the same.
    package func brokerName(id: String) -> String {
        guard displayName == DeviceProfile().displayName else { return displayName }
        let isMadeUp = id.count == 12 && id.allSatisfy(\.isHexDigit)
        return "\(hostname) \(isMadeUp ? String(id.suffix(4)) : id)"
    }
}
