package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// The state as stock V1.0.4 publishes it: one flat object, temperatures in whole degrees.
package struct StockState: Equatable, Sendable {
    /// How often stock publishes it, changed or not.
    package static let beat = Duration.milliseconds(500)

    private let snapshot: Snapshot
    private let printer: StockPrinter

    /// Both of the same time: the message has temperatures and the printer.
    package init(_ snapshot: Snapshot, _ device: DeviceView) {
        self.snapshot = snapshot
        printer = StockPrinter(device)
    }

    /// The JSON on one line.
    package func encoded() -> [UInt8] {
        let settings = snapshot.settings
        let remaining = (snapshot.drying.remaining.inSeconds / 60).rounded(.up)
        return JSONWriter.object { json in
            json.member("chamber_temp", snapshot.chamber.temperature?.degrees, decimals: 0)
            json.member("work_on", StockNames.flag(settings.isOn))
            json.member("mode", StockNames.mode(settings.mode))
            json.member("target_temp", settings.target.wholeDegrees)
            json.member("filter_temp", settings.fanBedThreshold.wholeDegrees)
            json.member("heater_temp", settings.heatBedThreshold.wholeDegrees)
            json.member("custom_temp", settings.customDryingTarget.wholeDegrees)
            json.member("custom_timer", settings.customDryingHours)
            json.member("filament_drying_mode", settings.dryingPreset.word)
            json.member("drying_running", StockNames.flag(snapshot.drying.isRunning))
            json.member("drying_remaining_min", remaining, decimals: 0)
            json.member("printer_ip", printer.address)
            json.member("printer_name", printer.name.harmless)
            json.member("printer_sn", printer.serial)
            json.member("printer_bind", printer.isBound ? "bind" : "unbind")
        }
    }
}

/// The bound printer, as far as stock's state names it.
private struct StockPrinter: Equatable, Sendable {
    var name = ""
    var address = ""
    var serial = ""
    var isBound = false

    init(_ device: DeviceView) {
        switch device.profile.printer {
        case .bambu(let binding):
            (name, address, serial) = (binding.name, binding.address, binding.serial)
        case .klipper(let binding):
            (name, address) = (binding.name, binding.address)
        case .octoPrint(let binding), .prusaLink(let binding):
            (name, address) = (binding.name, binding.address)
        case .told(let name):
            self.name = name
        case nil:
            return
        }
        isBound = true
    }
}

/// The topics of stock's own MQTT client, new in V1.0.4.
package struct StockTopics: Equatable, Sendable {
    private let base: String

    /// - Parameter id: stock takes its network card's address, in twelve upper-case digits.
    package init(prefix: String, id: String) {
        base = "\(prefix)/\(id.uppercased())"
    }

    /// The state, twice a second.
    package var state: String { "\(base)/state" }

    /// One JSON object with any of the state's settings.
    package var command: String { "\(base)/command" }

    /// `online` or `offline`, retained.
    package var availability: String { "\(base)/availability" }
}
