package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// The whole state as our own JSON (`docs/api.md`).
package struct APIState: Equatable, Sendable {
    /// The controller's newest.
    package var snapshot: Snapshot
    /// Names, networks and printer at the same time.
    package var device: DeviceView
    /// The program's version.
    package var version: String
    /// The calendar time of the snapshot, in milliseconds since 1970-01-01 00:00 UTC; `nil`: unknown.
    package var wallMilliseconds: Int64?

    package init(
        snapshot: Snapshot,
        device: DeviceView,
        version: String,
        wallMilliseconds: Int64? = nil
    ) {
        self.wallMilliseconds = wallMilliseconds
        self.snapshot = snapshot
        self.device = device
        self.version = version
    }

    /// The JSON on one line.
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("version", version)
            json.member("step", snapshot.step)
            json.member("uptime_s", snapshot.at.seconds(since: .zero), decimals: 1)
            writeOperation(to: &json)
            writeProbes(to: &json)
            writeOutputs(to: &json)
            writeReady(to: &json)
            snapshot.writeModel(to: &json)
            writeHealth(to: &json)
            writeProgrammes(to: &json)
            writeLatch(to: &json)
            writeSession(to: &json)
            json.object("device") { writeDevice(to: &$0) }
        }
    }

    /// Whether anything but measurements, their consequences and the passing of time differs from
    /// `earlier`: such a change is published at once.
    package func differsInMoreThanMeasurements(from earlier: APIState) -> Bool {
        steady != earlier.steady
    }

    /// This state with everything that changes on its own set to one value.
    private var steady: APIState {
        var steady = self
        steady.wallMilliseconds = nil
        steady.snapshot.activitySince = .zero
        steady.snapshot.outlook = nil
        steady.snapshot.highestReachable = nil
        steady.snapshot.at = .zero
        steady.snapshot.step = 0
        steady.snapshot.chamber.temperature = nil
        steady.snapshot.chamberSecond.temperature = nil
        steady.snapshot.element.temperature = nil
        steady.snapshot.duty = .off
        steady.snapshot.deliveredDuty = .off
        steady.snapshot.isHeaterOn = false
        steady.snapshot.switchings = 0
        steady.snapshot.health.switchings = 0
        steady.snapshot.heaterOnTime = .zero
        steady.snapshot.energyWattHours = 0
        if snapshot.drying.isRunning { steady.snapshot.drying.remaining = .zero }
        steady.snapshot.lease?.remaining = .zero
        steady.snapshot.calibration?.elapsed = .zero
        steady.snapshot.calibration?.remaining = .zero
        steady.snapshot.readyIn = nil
        steady.snapshot.soak?.remaining = .zero
        steady.device.status.beat = BeatTiming()
        steady.device.status.printer?.forgetMeasurements()
        steady.device.status.printerReportedAt = .zero
        // The clock counts once there are no reports.
        if snapshot.bed != nil { steady.device.status.printerHeardAt = "" }
        steady.device.status.printerAge = .zero
        steady.device.status.converterErrors = 0
        return steady
    }
}

extension APIState {
    private func writeOperation(to json: inout JSONWriter) {
        let settings = snapshot.settings
        json.member("activity", snapshot.activity.word)
        json.member("since_ms", wall(after: snapshot.activitySince.duration(since: snapshot.at)))
        json.member("power", settings.isOn)
        json.member("mode", settings.mode.word)
        json.member("off_reason", snapshot.offReason.word)
        json.member("target_c", settings.target.degrees, decimals: 1)
        json.member("set_point_c", snapshot.setPoint?.degrees, decimals: 1)
        json.member("highest_target_c", snapshot.highestTarget.degrees, decimals: 1)
        json.member("highest_reachable_c", snapshot.highestReachable?.degrees, decimals: 0)
        json.member("changed_by", snapshot.settingsChangedBy.kind.word)
    }

    private func writeProbes(to json: inout JSONWriter) {
        let probes: [(name: ProbeName, status: ProbeStatus)] = [
            (.chamber, snapshot.chamber),
            (.chamberSecond, snapshot.chamberSecond),
            (.element, snapshot.element),
        ]
        for (name, status) in probes {
            json.object(name.word) { json in
                json.member("condition", status.condition.word)
                json.member("temperature_c", status.temperature?.degrees, decimals: 2)
                json.member("offset_k", snapshot.offsets[name].kelvins, decimals: 2)
            }
        }
    }

    private func writeOutputs(to json: inout JSONWriter) {
        json.member("duty", snapshot.duty.fraction, decimals: 3)
        json.member("delivered_duty", snapshot.deliveredDuty.fraction, decimals: 3)
        json.member("heater_on", snapshot.isHeaterOn)
        json.member("fan_on", snapshot.isFanOn)
        json.member("folded_back", snapshot.isFoldedBack)
        json.object("contacts") { json in
            for name in ContactName.allCases where snapshot.contacts.fitted[name] {
                json.member(name.word, snapshot.contacts.open[name] ? "open" : "closed")
            }
        }
    }

    private func writeProgrammes(to json: inout JSONWriter) {
        let settings = snapshot.settings
        json.object("drying") { json in
            json.member("running", snapshot.drying.isRunning)
            json.member("remaining_s", snapshot.drying.remaining.wholeSecondsUp)
            json.member(
                "ends_ms",
                snapshot.drying.isRunning && settings.isOn
                    ? wall(after: snapshot.drying.remaining) : nil
            )
            json.member("preset", settings.dryingPreset.word)
            json.member("target_c", snapshot.drying.target.degrees, decimals: 1)
            json.member("duration_s", snapshot.drying.length.wholeSecondsUp)
            json.member("custom_target_c", settings.customDryingTarget.degrees, decimals: 1)
            json.member("custom_hours", settings.customDryingHours)
            json.member("custom_minutes", settings.customDryingMinutes ?? 0)
            json.member("longest_hours", snapshot.longestDryingHours)
        }
        json.object("auto") { json in
            json.member("fan_bed_threshold_c", settings.fanBedThreshold.degrees, decimals: 1)
            json.member("heat_bed_threshold_c", settings.heatBedThreshold.degrees, decimals: 1)
        }
        AutoReason(snapshot, device).write(to: &json)
        // What stands in for a printer is none.
        guard !device.status.needsNoPrinter, let bed = snapshot.bed else { return json.null("bed") }
        json.object("bed") { json in
            json.member("target_c", bed.target.degrees, decimals: 1)
            json.member("printing", bed.isPrinting)
            json.member("chamber_target_c", bed.chamberTarget?.degrees, decimals: 1)
        }
    }

    private func writeLatch(to json: inout JSONWriter) {
        if let latch = snapshot.latch {
            json.object("latch") { json in
                latch.write(to: &json)
                json.member("clearing", snapshot.isClearing)
            }
        } else {
            json.null("latch")
        }
        json.array("warnings") { json in
            for code in snapshot.warnings.codes {
                json.object { json in
                    json.member("code", code.word)
                    json.member("title", code.rule.title)
                    json.member("remedy", code.rule.remedy)
                }
            }
        }
    }

    private func writeSession(to json: inout JSONWriter) {
        if let lease = snapshot.lease {
            json.object("lease") { json in
                json.member("requester", lease.requester.kind.word)
                json.member("remaining_s", lease.remaining.inSeconds, decimals: 1)
            }
        } else {
            json.null("lease")
        }
        json.object("counters") { json in
            json.member("switchings", snapshot.switchings)
            json.member("heater_on_s", snapshot.heaterOnTime.inSeconds, decimals: 1)
            json.member("energy_wh", snapshot.energyWattHours, decimals: 2)
        }
    }

    private func writeDevice(to json: inout JSONWriter) {
        let (profile, status) = (device.profile, device.status)
        json.member("id", profile.identity)
        json.member("hostname", profile.hostname)
        json.member("language", profile.language.rawValue)
        json.member("unit", profile.unit.word)
        json.array("presets") { list in
            for preset in profile.presets {
                list.object { json in
                    json.member("name", preset.name)
                    json.member("heat_c", preset.heat?.degrees, decimals: 1)
                    json.member("dry_c", preset.dry?.degrees, decimals: 1)
                    json.member("dry_hours", Double(preset.dryMinutes) / 60, decimals: 2)
                }
            }
        }
        json.object("network") { json in
            json.member("state", status.stationState.word)
            json.member("name", status.networkName)
            json.member("address", status.address)
            json.member("scan", status.networkScan.word)
            json.member("trouble", status.hostTrouble)
            json.array("found") { list in
                for name in status.foundNetworks { list.element(name) }
            }
        }
        json.object("hotspot") { json in
            json.member("on", profile.isHotspotOn)
            json.member("ssid", profile.hotspot.ssid)
            json.member("address", profile.hotspotAddress)
        }
        json.object("printer") { device.writePrinter(to: &$0) }
        json.object("beat") { json in
            let beat = status.beat
            json.member("steps", beat.steps)
            json.member("p50_ms", beat.median.inSeconds * 1000, decimals: 3)
            json.member("p99_ms", beat.percentile99.inSeconds * 1000, decimals: 3)
            json.member("p999_ms", beat.percentile999.inSeconds * 1000, decimals: 3)
            json.member("worst_ms", beat.worst.inSeconds * 1000, decimals: 3)
        }
        writeUpdate(to: &json)
        json.array("troubles") { list in
            for trouble in status.troubles { list.element(trouble) }
        }
        json.array("setup_left") { list in
            for step in status.setupLeft { list.element(step.rawValue) }
        }
    }
}

extension FaultRecord {
    /// The members that describe a latched fault.
    fileprivate func write(to json: inout JSONWriter) {
        json.member("number", number)
        json.member("code", code.word)
        json.member("title", code.rule.title)
        json.member("what", sentence)
        json.member("remedy", code.rule.remedy)
        json.member("sensor_fault", code.rule.isSensorFault)
        json.member("probe", probe?.word)
        json.member("condition", condition.word)
        json.member("value", value, decimals: 2)
        json.member("limit", limit, decimals: 2)
        json.member("chamber_c", chamber?.degrees, decimals: 2)
        json.member("element_c", element?.degrees, decimals: 2)
        json.member("duty", duty.fraction, decimals: 3)
    }
}
