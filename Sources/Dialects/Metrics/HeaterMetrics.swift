package import Chamber
package import Surroundings
import SwitchCore

/// Everything for a monitoring system, as `GET /metrics` returns it (`docs/metrics.md`).
///
/// Units are in the names and are Prometheus' base units. No label holds text that a user or a
/// stranger can choose, so the number of series is fixed: about 120.
package struct HeaterMetrics: Sendable {
    /// Temperatures, outputs and guards.
    package var state: APIState
    /// What the server has counted.
    package var counts: ServingCounts
    /// Seconds since 1970-01-01 00:00 UTC at which the program started.
    package var startedAt: Double

    package init(state: APIState, counts: ServingCounts, startedAt: Double) {
        self.state = state
        self.counts = counts
        self.startedAt = startedAt
    }

    /// The whole page.
    package func encoded() -> [UInt8] {
        var text = MetricsText()
        writeProgram(to: &text)
        writeTemperatures(to: &text)
        writeOperation(to: &text)
        writeFaults(to: &text)
        writeBeat(to: &text)
        writePrinter(to: &text)
        writeServing(to: &text)
        return text.bytes
    }

    private var snapshot: Snapshot { state.snapshot }

    private func writeProgram(to text: inout MetricsText) {
        text.family("hearth_build_info", .gauge, "The program's version; always 1.")
        text.sample(1, [("version", state.version)])
        text.family(
            "hearth_start_time_seconds",
            .gauge,
            "When the program started, in seconds since 1970-01-01 00:00 UTC."
        )
        text.sample(startedAt)
        text.family("hearth_uptime_seconds", .gauge, "How long the controller has run.")
        text.sample(snapshot.at.seconds(since: .zero))
    }

    private func writeTemperatures(to text: inout MetricsText) {
        let probes: [(name: String, status: ProbeStatus)] = [
            ("chamber", snapshot.chamber), ("chamber_second", snapshot.chamberSecond),
            ("element", snapshot.element),
        ].filter { $0.1.condition != .absent }
        text.family(
            "hearth_temperature_celsius",
            .gauge,
            "What a probe reads; missing while it does not read plausibly."
        )
        for probe in probes {
            text.sample(probe.status.temperature?.degrees, [("probe", probe.name)])
        }
        text.family("hearth_probe_good", .gauge, "1 while the probe reads plausibly.")
        for probe in probes {
            text.sample(probe.status.condition == .good, [("probe", probe.name)])
        }
        text.family("hearth_target_celsius", .gauge, "The temperature that was asked for.")
        text.sample(snapshot.settings.target.degrees)
        text.family(
            "hearth_set_point_celsius",
            .gauge,
            "The temperature that is being held now; missing where none is."
        )
        text.sample(snapshot.setPoint?.degrees)
    }

    private func writeOperation(to text: inout MetricsText) {
        text.family("hearth_power_on", .gauge, "1 while heating is allowed.")
        text.sample(snapshot.settings.isOn)
        text.family(
            "hearth_activity",
            .gauge,
            "1 for what the controller is doing, 0 for the rest."
        )
        for activity in Snapshot.Activity.allCases {
            text.sample(snapshot.activity == activity, [("activity", activity.word)])
        }
        text.family("hearth_mode", .gauge, "1 for the mode in force, 0 for the others.")
        for mode in OperatingMode.allCases {
            text.sample(snapshot.settings.mode == mode, [("mode", mode.word)])
        }
        text.family("hearth_duty_ratio", .gauge, "The power that the regulator asks for, 0 to 1.")
        text.sample(snapshot.duty.fraction)
        text.family(
            "hearth_delivered_duty_ratio",
            .gauge,
            "The power that the relay delivered over the last minute, 0 to 1."
        )
        text.sample(snapshot.deliveredDuty.fraction)
        text.family("hearth_heater_on", .gauge, "1 while the relay is closed.")
        text.sample(snapshot.isHeaterOn)
        text.family("hearth_fan_on", .gauge, "1 while the blower runs.")
        text.sample(snapshot.isFanOn)
        if !snapshot.contacts.fitted.isEmpty {
            text.family("hearth_contact_open", .gauge, "1 while the contact is open.")
            for name in ContactName.allCases where snapshot.contacts.fitted[name] {
                text.sample(snapshot.contacts.open[name], [("contact", name.word)])
            }
        }
        text.family("hearth_drying_remaining_seconds", .gauge, "What is left of the drying run.")
        text.sample(snapshot.drying.isRunning ? snapshot.drying.remaining.inSeconds : 0)
        text.family(
            "hearth_heater_energy_joules_total",
            .counter,
            "The heat delivered since the start, estimated from the heater's nominal power."
        )
        text.sample(snapshot.energyWattHours * 3600)
        text.family("hearth_heater_on_seconds_total", .counter, "How long the relay was closed.")
        text.sample(snapshot.heaterOnTime.inSeconds)
        text.family("hearth_relay_switchings_total", .counter, "How often the relay closed.")
        text.sample(snapshot.switchings)
    }

    private func writeFaults(to text: inout MetricsText) {
        text.family("hearth_fault_latched", .gauge, "1 for the fault that is latched.")
        for code in FaultCode.byNumber {
            text.sample(snapshot.latch?.code == code, [("code", code.word)])
        }
        text.family("hearth_warning_active", .gauge, "1 for each warning that stands.")
        for code in FaultCode.byNumber {
            text.sample(snapshot.warnings.contains(code), [("code", code.word)])
        }
        text.family("hearth_faults_total", .counter, "How often each fault latched.")
        for code in FaultCode.byNumber {
            text.sample(counts.faults.latches(code), [("code", code.word)])
        }
        text.family("hearth_warnings_total", .counter, "How often each warning was raised.")
        for code in FaultCode.byNumber {
            text.sample(counts.faults.warnings(code), [("code", code.word)])
        }
    }

    private func writeBeat(to text: inout MetricsText) {
        let beat = state.device.status.beat
        text.family(
            "hearth_beat_delay_seconds",
            .histogram,
            "How late the controller's steps came."
        )
        for (limit, count) in zip(BeatTiming.limits, beat.counts) {
            let seconds = limit.inSeconds.fixed(6)
            text.sample(count, suffix: "_bucket", [("le", seconds)])
        }
        text.sample(beat.steps, suffix: "_bucket", [("le", "+Inf")])
        text.sample(beat.sum.inSeconds, suffix: "_sum")
        text.sample(beat.steps, suffix: "_count")
        text.family(
            "hearth_converter_errors_total",
            .counter,
            "Rounds of the converter that failed, for whatever reason."
        )
        text.sample(state.device.status.converterErrors)
    }

    private func writePrinter(to text: inout MetricsText) {
        let status = state.device.status
        text.family("hearth_printer_bound", .gauge, "1 where a printer is bound.")
        text.sample(status.printerLink != .unbound)
        text.family("hearth_printer_connected", .gauge, "1 while the printer reports.")
        text.sample(status.printerLink == .connected)
        text.family(
            "hearth_printer_bed_target_celsius",
            .gauge,
            "The set point of the printer's bed; missing while it is unknown."
        )
        text.sample(snapshot.bed?.target.degrees)
    }

    private func writeServing(to text: inout MetricsText) {
        text.family("hearth_clients", .gauge, "Clients that are connected.")
        text.sample(counts.pandaClients, [("kind", "panda")])
        text.sample(counts.streams, [("kind", "stream")])
        text.family("hearth_connections_total", .counter, "Connections that were accepted.")
        text.sample(counts.accepted)
        text.family(
            "hearth_connections_refused_total",
            .counter,
            "Connections that were turned away because there were too many."
        )
        text.sample(counts.turnedAway)
        text.family("hearth_messages_total", .counter, "Messages of WebSockets and event streams.")
        text.sample(counts.received, [("direction", "in")])
        text.sample(counts.sent, [("direction", "out")])
        text.family(
            "hearth_messages_dropped_total",
            .counter,
            "Messages that were too long or no text."
        )
        text.sample(counts.malformed)
        text.family(
            "hearth_clients_dropped_total",
            .counter,
            "Clients that were dropped because they did not read."
        )
        text.sample(counts.undrained)
    }
}

/// What the server has counted since the program started, for the metrics.
package struct ServingCounts: Equatable, Sendable {
    /// Clients of `/ws` that are connected.
    package var pandaClients = 0
    /// Event streams that are open.
    package var streams = 0
    /// Connections that were accepted, and those that were turned away because there were too many.
    package var accepted: UInt64 = 0
    /// Connections that were refused because there were too many.
    package var turnedAway: UInt64 = 0
    /// Messages that came in and went out.
    package var received: UInt64 = 0
    /// Messages that went out.
    package var sent: UInt64 = 0
    /// Messages that were dropped: too long, or no UTF-8.
    package var malformed: UInt64 = 0
    /// Clients that were dropped because they did not read.
    package var undrained: UInt64 = 0
    /// Latched faults and warnings by code.
    package var faults = FaultTally()

    package init() {}
}

/// How often each rule latched or warned since the program started.
package struct FaultTally: Equatable, Sendable {
    private var latched: [FaultCode: UInt64] = [:]
    private var warned: [FaultCode: UInt64] = [:]

    package init() {}

    /// Counts an event, where it is one of a rule.
    package mutating func record(_ event: Occurrence) {
        switch event.kind {
        case .controller(.latched(let record)): latched[record.code, default: 0] += 1
        case .controller(.warningRaised(let code, _, _)): warned[code, default: 0] += 1
        case .controller, .device: break
        }
    }

    /// How often this rule latched.
    package func latches(_ code: FaultCode) -> UInt64 { latched[code, default: 0] }

    /// How often this rule warned.
    package func warnings(_ code: FaultCode) -> UInt64 { warned[code, default: 0] }
}
