import Chamber
package import Schema
package import Surroundings
package import SwitchCore

/// The owner's settings for printers, from the service file.
package struct PrinterSettings: Equatable, Sendable {
    /// What auto mode goes by.
    package enum AutoRule: Equatable, Sendable {
        /// The bed's set point, at or above the threshold that the user has set.
        case bed
        /// The bed's set point alone, whether or not a print runs.
        case bedOnly
        /// The filament in use.
        case filament(FilamentRule)
        /// What the print itself names, else the filament that prints, else the bed.
        case print(FilamentRule)
        /// No printer: mode auto holds its target while a client has it on.
        case target
    }

    /// This device's name for printers: unique, and the same after a restart, because a broker ends
    /// the older of two connections with the same name.
    package var deviceID: String
    /// Printers may be sent commands; off: Hearth only listens to them.
    package var allowsCommands = false
    /// No printer is followed; clients see a connected one while none is bound.
    package var standsAlone = false
    /// The interfaces on which printers are looked for; empty: all but loopback.
    package var searchInterfaces: [String] = []
    /// A latched fault pauses the print.
    package var pausesOnFault = false
    /// What auto mode follows.
    package var autoRule = AutoRule.bed
    /// What the service file has auto mode follow; `nil`: it does not say, and the device's owner chooses.
    package var fileAuto: AutoChoice?
    /// The chamber's target for each filament, where auto mode follows filaments.
    package var filaments = FilamentRule()
    /// How long a hot bed heats the chamber while no print runs yet; `nil`: not at all.
    package var bedIdle: Duration?
    /// How long a paused print keeps its chamber's target; `nil`: ``longestPause`` says.
    package var pauseHold: Duration?
    /// The most that the chamber gets in a longer pause.
    package var pauseTarget = Celsius(40)
    /// Mode auto that was on when the service ended is turned on again while its print still runs.
    package var resumesAuto = false
    /// A PEM file with the authorities that sign Bambu printers' certificates; `nil`: the certificate
    /// of the first contact is trusted from then on.
    package var bambuAuthorities: String?
    /// A PEM file with the authorities of a Moonraker behind HTTPS; empty: those of the machine.
    package var moonrakerAuthorities = ""
    /// The same for an OctoPrint or a PrusaLink behind HTTPS.
    package var hostAuthorities = ""

    package init(deviceID: String) {
        self.deviceID = deviceID
    }

    /// Has auto mode follow `choice`.
    package mutating func follow(_ choice: AutoChoice) {
        autoRule =
            switch choice {
            case .bed: .bed
            case .bedOnly: .bedOnly
            case .filament: .filament(filaments)
            case .print: .print(filaments)
            case .target: .target
            }
    }

    /// How long a paused print keeps its chamber's target; `nil`: as long as it is paused.
    var longestPause: Duration? {
        if case .print = autoRule { pauseHold ?? Self.standardPauseHold } else { pauseHold }
    }

    /// A meal, or a new spool; after that the chamber is held for nobody.
    private static let standardPauseHold = Duration.minutes(30)
}

extension PrinterSettings {
    /// The section `[printer]` of the service file.
    package static var schema: SectionSchema { PrinterSection.section.schema }

    /// Reads that section.
    package static func read(_ reader: inout SchemaReader) -> PrinterSettings {
        PrinterSection.read(&reader)
    }
}
