import Chamber
import JSON
import Surroundings
import SwitchCore

/// The whole state in the shape of DragonBreath's interface, version 2 (`docs/dragonbreath.md`).
package struct DragonBreathState: Equatable, Sendable {
    /// What does not change while the program runs.
    package struct Identity: Equatable, Sendable {
        /// The program's version.
        package var version: String
        /// 32 hexadecimal digits, new at each start.
        package var bootID: String
        /// How long heat outlives its last heartbeat.
        package var heatTerm: Duration

        package init(version: String, bootID: String, heatTerm: Duration = standardTerm) {
            self.version = version
            self.bootID = bootID
            self.heatTerm = heatTerm
        }
    }

    /// The version of the interface.
    package static let apiVersion = 2
    /// Four heartbeats of the module, which sends one in 30 s, and two of a page in a background tab, which a
    /// browser lets run once a minute.
    package static let standardTerm = Duration.seconds(120)

    let identity: Identity
    let snapshot: Snapshot
    let device: DeviceView
    let revision: UInt32
    /// Who holds the lease that heat depends on; `nil`: no client of this interface.
    let owner: String?

    func write(to json: inout JSONWriter) {
        json.member("api_version", Self.apiVersion)
        json.member("device_id", deviceID)
        json.member("boot_id", identity.bootID)
        json.member("firmware", identity.version)
        json.member("state_revision", revision)
        json.member("mode", snapshot.dragonBreathMode)
        json.member("source", snapshot.dragonBreathSource)
        writeTarget(to: &json)
        json.object("heater") { json in
            json.member("demand", snapshot.setPoint != nil && snapshot.latch == nil)
            json.member("output", snapshot.isHeaterOn)
        }
        json.object("fan") { json in
            // There is no request for the blower alone.
            json.member("requested_percent", 0)
            json.member("effective_percent", snapshot.isFanOn ? 100 : 0)
            json.member("reason", snapshot.dragonBreathFanReason)
        }
        json.object("sensors") { json in
            json.object("chamber") { snapshot.chamber.write(to: &$0) }
            json.object("ptc") { snapshot.element.write(to: &$0) }
        }
        json.object("environment") { writeEnvironment(to: &$0) }
        json.object("drying") { json in
            json.member("active", snapshot.drying.isRunning)
            let isRunning = snapshot.drying.isRunning
            json.member(
                "remaining_seconds",
                isRunning ? snapshot.drying.remaining.wholeSecondsUp : 0
            )
        }
        json.object("control") { json in json.object("lease") { writeLease(to: &$0) } }
        writeParameters(to: &json)
        json.object("safety") { writeSafety(to: &$0) }
    }

    /// The identity of the device, for its clients.
    var deviceID: String { "hearth-" + device.profile.identity }

    private func writeTarget(to json: inout JSONWriter) {
        let highest = snapshot.highestTarget.degrees
        json.object("target") { json in
            json.member("requested_c", snapshot.dragonBreathTarget.degrees, decimals: 1)
            json.member("effective_c", snapshot.setPoint?.degrees ?? 0, decimals: 1)
            json.member("maximum_c", highest, decimals: 1)
        }
        json.object("config") { json in
            json.member("max", highest, decimals: 1)
            json.member("max_abs", Ceilings.target.degrees, decimals: 1)
            json.member("comms_ms", identity.heatTerm.wholeMilliseconds)
        }
    }

    private func writeEnvironment(to json: inout JSONWriter) {
        let (status, report) = (device.status, device.status.printer)
        let isBound = status.printerLink != .unbound
        switch device.profile.printerKind {
        case _ where !isBound: json.member("control_source", "none")
        case .klipper, .octoPrint, .prusaLink, .told:
            json.member("control_source", "klipper")
            if let filament = report?.filament, !filament.isEmpty {
                json.member("material", filament)
            }
        case .bambu:
            json.member("control_source", "bambu")
            json.member("bambu_serial", device.profile.bambu.serial)
            json.member("bambu_printing", snapshot.bed?.isPrinting ?? false)
            if let filament = report?.filament, !filament.isEmpty {
                json.member("bambu_filament", filament)
            }
        }
        let isAuto = snapshot.settings.isOn && snapshot.settings.mode == .auto
        json.member("moonraker_connected", status.printerLink == .connected)
        json.member("bed_temperature_c", report?.bed?.degrees, decimals: 1)
        json.member("bed_target_c", report?.bedTarget?.degrees, decimals: 1)
        json.member("auto_engaged", isAuto && snapshot.setPoint != nil)
        json.member("auto_filtering", snapshot.activity == .ventilating)
        let threshold = snapshot.settings.heatBedThreshold.degrees
        json.member("auto_bed_threshold_c", threshold, decimals: 1)
    }

    private func writeLease(to json: inout JSONWriter) {
        guard let lease = snapshot.lease else {
            json.member("active", false)
            json.null("owner")
            return json.member("expires_in_ms", 0)
        }
        json.member("active", true)
        json.member("owner", owner ?? lease.requester.kind.word)
        json.member("expires_in_ms", lease.remaining.wholeMilliseconds)
    }

    private func writeParameters(to json: inout JSONWriter) {
        let settings = snapshot.settings
        json.object("params") { json in
            json.member("manual_target_c", settings.target.degrees, decimals: 1)
            json.member("auto_target_c", settings.target.degrees, decimals: 1)
            json.member("auto_bed_threshold_c", settings.heatBedThreshold.degrees, decimals: 1)
            json.member("dry_target_c", settings.customDryingTarget.degrees, decimals: 1)
            json.member("dry_hours", settings.customDryingHours)
            json.member("filter_temp_c", settings.fanBedThreshold.degrees, decimals: 1)
            // The firmware's band runs the blower in every mode; Hearth's belongs to mode auto.
            json.member("filter_auto_enable", false)
        }
    }

    private func writeSafety(to json: inout JSONWriter) {
        let trouble = snapshot.latch == nil ? device.status.troubles.first : nil
        json.member("fault_latched", snapshot.latch != nil)
        json.member("inhibited", trouble != nil)
        if let latch = snapshot.latch {
            json.member("reason", "\(latch.sentence) (\(latch.code.word))")
            json.member("code", latch.code.word)
            json.member("remedy", latch.code.rule.remedy)
        } else if let trouble {
            json.member("reason", trouble)
        } else {
            json.null("reason")
        }
    }
}

extension ProbeStatus {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("temperature_c", temperature?.degrees, decimals: 1)
        let word =
            switch condition {
            case .good: "ok"
            case .openCircuit: "open"
            case .shortCircuit: "short"
            case .absent, .waiting, .unreadable, .implausible, .stale: "uninit"
            }
        json.member("status", word)
    }
}

extension Duration {
    /// Milliseconds, rounded down.
    var wholeMilliseconds: Int64 { Int64(inSeconds * 1000) }
}
