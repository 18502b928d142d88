import Chamber
import JSON
import Surroundings
import SwitchCore

/// What seldom changes of the state for Home Assistant: settings, printer, health and program. Rounded as
/// it is published.
struct HomeAssistantDetails: Equatable, Sendable {
    /// The longest word of a printer: it is a stranger's.
    private static let longestWord = 40
    /// The relay's switchings are published in steps: each alone is no news.
    private static let switchingStep: UInt64 = 100
    /// Where no warning stands.
    static let noWarning = "No warning"
    /// The soak's phase where there is none.
    static let noSoak = "none"
    /// While mode auto is not on.
    static let noAuto = "Not on"

    private let fanBedThreshold: Celsius
    private let heatBedThreshold: Celsius
    private let dryingTemperature: Celsius
    private let dryingHours: Int
    private let soak: String
    private let warning: String
    private let printer: String
    private let bedTarget: Celsius?
    private let autoReason: String
    /// Shares in whole %, and a difference in 0.1 K.
    private let heater: Double?
    private let blower: Double?
    private let loss: Double?
    private let probeDifference: Double?
    private let switchings: UInt64
    private let relayUsed: Double?
    private let version: String
    private let isUpdating: Bool
    private let updateNews: String

    init(_ snapshot: Snapshot, _ device: DeviceView, _ traits: DeviceTraits) {
        let (settings, status) = (snapshot.settings, device.status)
        fanBedThreshold = settings.fanBedThreshold
        heatBedThreshold = settings.heatBedThreshold
        dryingTemperature = settings.customDryingTarget
        dryingHours = settings.customDryingHours
        soak = snapshot.soak?.phase.word ?? Self.noSoak
        let titles = snapshot.warnings.codes.map(\.rule.title).joined(separator: "; ")
        warning = titles.isEmpty ? Self.noWarning : HomeAssistantState.short(titles)
        printer = Self.printer(status)
        bedTarget = status.printer?.bedTarget
        let reason = AutoReason(snapshot, device)?.sentence
        autoReason = reason.map { HomeAssistantState.short($0.harmless) } ?? Self.noAuto
        let figures = snapshot.health.figures
        heater = Self.percent(figures.heater)
        blower = Self.percent(figures.blower)
        loss = Self.percent(figures.loss)
        probeDifference = figures.probeDifferenceKelvin.map { ($0 * 10).rounded() / 10 }
        switchings = snapshot.health.switchings / Self.switchingStep * Self.switchingStep
        relayUsed = snapshot.health.relayUsed.map { ($0 * 1000).rounded() / 10 }
        version = traits.version
        isUpdating = status.update.phase.isWork
        updateNews = HomeAssistantState.short(status.update.outcome)
    }

    /// What the printer does, in its own word; without a report, how its link is.
    private static func printer(_ status: DeviceStatus) -> String {
        guard status.printerLink == .connected, let activity = status.printer?.activity,
            !activity.isEmpty
        else { return status.printerLink.word }
        return String(activity.harmless.prefix(longestWord))
    }

    private static func percent(_ share: Double?) -> Double? { share.map { ($0 * 100).rounded() } }

    func write(to json: inout JSONWriter) {
        json.member("fan_bed_threshold", fanBedThreshold.degrees, decimals: 1)
        json.member("heat_bed_threshold", heatBedThreshold.degrees, decimals: 1)
        json.member("drying_temperature", dryingTemperature.degrees, decimals: 1)
        json.member("drying_hours", dryingHours)
        json.member("soak", soak)
        json.member("warning", warning)
        json.member("printer", printer)
        json.member("bed_target", bedTarget?.degrees, decimals: 1)
        json.member("auto_reason", autoReason)
        json.member("health_heater", heater, decimals: 0)
        json.member("health_blower", blower, decimals: 0)
        json.member("health_loss", loss, decimals: 0)
        json.member("probe_difference", probeDifference, decimals: 1)
        json.member("switchings", switchings)
        json.member("relay_used", relayUsed, decimals: 1)
        json.object("software") { json in
            json.member("installed_version", version)
            // Nobody is asked for a newer one: an update is brought to the device (docs/update.md).
            json.member("latest_version", version)
            json.member("in_progress", isUpdating)
            json.member("release_summary", updateNews)
        }
    }
}

extension UpdateStatus.Phase {
    /// An update is on its way.
    fileprivate var isWork: Bool {
        switch self {
        case .receiving, .installing, .restarting: true
        case .idle, .starting: false
        }
    }
}
