package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// The state for Home Assistant: one retained message, of which each entity reads its part.
package struct HomeAssistantState: Equatable, Sendable {
    private var mode: HomeAssistantMode
    private var action: String
    private var target: Int
    private var setPoint: Int?
    /// A word for the drying programme; ``HomeAssistantCommand/noPreset`` once its run has ended.
    private var preset: String
    private var isRunning: Bool
    private var offReason: String
    private var isFanOn: Bool
    private var fault: String
    private var dryingMinutes: Int
    private var details: HomeAssistantDetails
    /// What changes all the time.
    private var measured: Measured

    /// Numbers as they are published, so that equal rounded numbers are equal.
    private struct Measured: Equatable, Sendable {
        /// Seconds; `nil`: no lease runs.
        var termLeft: Int?
        /// In 0.1 °C.
        var chamber: Int?
        var chamberSecond: Int?
        var element: Int?
        /// In %.
        var duty: Int
        var power: Int
        /// In 0.1 Wh.
        var energy: Int
        /// The printer's bed, in whole °C: it flickers.
        var bed: Int?
        /// Milliseconds since 1970-01-01 00:00 UTC.
        var readyAt: Int64?
    }

    /// The longest state of Home Assistant (its `MAX_LENGTH_STATE_STATE`).
    package static let longestText = 255
    /// The fault's text without a fault.
    static let noFault = "No fault"
    /// Why it is off while it is on.
    static let on = "on"

    /// Rounded as it is published: equal states need no message.
    package init(
        _ snapshot: Snapshot,
        _ device: DeviceView,
        _ traits: DeviceTraits,
        readyAt: ReadyTime = ReadyTime()
    ) {
        let settings = snapshot.settings
        mode = HomeAssistantMode(snapshot)
        action = snapshot.thermostatAction
        target = Self.tenths(mode == .dry ? snapshot.drying.target : settings.target)
        setPoint = snapshot.setPoint.map(Self.tenths)
        let isOver = mode == .dry && !snapshot.drying.isRunning
        preset = isOver ? HomeAssistantCommand.noPreset : settings.dryingPreset.word
        isRunning = snapshot.activity.isHeat
        offReason = settings.isOn ? Self.on : snapshot.offReason.word
        isFanOn = snapshot.isFanOn
        fault = snapshot.latch.map { Self.text(of: $0) } ?? Self.noFault
        let remaining = snapshot.drying.isRunning ? snapshot.drying.remaining.inSeconds : 0
        dryingMinutes = Int((remaining / 60).rounded(.up))
        details = HomeAssistantDetails(snapshot, device, traits)
        measured = Measured(
            termLeft: snapshot.lease.map { Int($0.remaining.inSeconds.rounded(.up)) },
            chamber: snapshot.chamber.temperature.map(Self.tenths),
            chamberSecond: snapshot.chamberSecond.temperature.map(Self.tenths),
            element: snapshot.element.temperature.map(Self.tenths),
            duty: Int((snapshot.deliveredDuty.fraction * 100).rounded()),
            power: Int((snapshot.deliveredDuty.fraction * traits.heaterPowerWatts).rounded()),
            energy: Int((snapshot.energyWattHours * 10).rounded()),
            bed: device.status.printer?.bed.map { Int($0.degrees.rounded()) },
            readyAt: readyAt.milliseconds
        )
    }

    /// Whether more than a measurement differs: such a change is published at once.
    package func differsInMoreThanMeasurements(from earlier: HomeAssistantState) -> Bool {
        var mine = self
        mine.measured = earlier.measured
        mine.dryingMinutes = earlier.dryingMinutes
        return mine != earlier
    }

    /// The JSON on one line.
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("mode", mode.rawValue)
            json.member("action", action)
            json.member("target", Self.degrees(target), decimals: 1)
            json.member("set_point", Self.degrees(setPoint), decimals: 1)
            json.member("preset", preset)
            json.member("chamber", Self.degrees(measured.chamber), decimals: 1)
            json.member("chamber_second", Self.degrees(measured.chamberSecond), decimals: 1)
            json.member("element", Self.degrees(measured.element), decimals: 1)
            json.member("duty", measured.duty)
            json.member("power", measured.power)
            json.member("energy", Double(measured.energy) / 10, decimals: 1)
            json.member("drying_remaining", dryingMinutes)
            json.member("off_reason", offReason)
            json.member("term_left", measured.termLeft.map(Double.init), decimals: 0)
            json.member("fault", fault)
            json.member("heating", isRunning ? "ON" : "OFF")
            json.member("fan", isFanOn ? "ON" : "OFF")
            json.member("problem", fault == Self.noFault ? "OFF" : "ON")
            json.member("ready_at", measured.readyAt.map { UTCTime.text(milliseconds: $0) })
            json.member("bed", measured.bed.map(Double.init), decimals: 0)
            details.write(to: &json)
        }
    }

    private static func tenths(_ temperature: Celsius) -> Int {
        Int((temperature.degrees * 10).rounded())
    }

    private static func degrees(_ tenths: Int?) -> Double? { tenths.map { Double($0) / 10 } }

    /// The fault in words.
    static func text(of latch: FaultRecord) -> String {
        short("\(latch.code.rule.title). \(latch.sentence) \(latch.code.rule.remedy)")
    }

    /// The text, at most ``longestText`` characters of it.
    static func short(_ text: String) -> String {
        text.count <= longestText ? text : text.prefix(longestText - 1) + "…"
    }
}

extension Snapshot {
    /// The activity, in a word of Home Assistant's thermostats (its `HVACAction`).
    fileprivate var thermostatAction: String {
        switch activity {
        case .off, .latched: isFanOn ? "fan" : "off"
        case .waiting, .paused: "idle"
        case .ventilating, .coolingDown: "fan"
        case .heating, .holding: drying.isRunning ? "drying" : "heating"
        case .calibrating: "heating"
        }
    }
}

extension Snapshot.Activity {
    /// The heater works at a temperature, whether its relay is closed at this moment or not: the relay
    /// switches every second or two, and each change would be an entry in Home Assistant's logbook.
    fileprivate var isHeat: Bool {
        switch self {
        case .heating, .holding, .calibrating: true
        case .off, .waiting, .ventilating, .coolingDown, .latched, .paused: false
        }
    }
}
