import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

@Suite struct HeaterMetricsTests {
    private static func lines(_ change: (inout HeaterMetrics) -> Void = { _ in }) -> [String] {
        var metrics = HeaterMetrics(
            state: APIState(snapshot: Snapshot(), device: DeviceView(), version: "1.2.3"),
            counts: ServingCounts(),
            startedAt: 1_700_000_000.5
        )
        change(&metrics)
        let page = String(decoding: metrics.encoded(), as: UTF8.self)
        return page.split(separator: "\n").map(String.init)
    }

    @Test func aSampleHasItsNameUnitAndValue() {
        let lines = Self.lines { metrics in
            metrics.state.snapshot.chamber = ProbeStatus(
                condition: .good,
                temperature: Celsius(55.25)
            )
            metrics.state.snapshot.element = ProbeStatus(condition: .openCircuit)
            metrics.state.snapshot.energyWattHours = 2
            metrics.state.snapshot.switchings = 12
            metrics.counts.pandaClients = 3
        }
        for line in [
            #"hearth_build_info{version="1.2.3"} 1"#,
            "hearth_start_time_seconds 1700000000.500000",
            #"hearth_temperature_celsius{probe="chamber"} 55.250000"#,
            #"hearth_probe_good{probe="element"} 0"#,
            "hearth_heater_energy_joules_total 7200",
            "hearth_relay_switchings_total 12",
            #"hearth_clients{kind="panda"} 3"#,
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.contains(#"temperature_celsius{probe="element"}"#) })
        #expect(!lines.contains { $0.contains("chamber_second") }, "no such probe is fitted")
        #expect(!lines.contains { $0.hasPrefix("hearth_set_point_celsius ") }, "nothing is held")
    }

    @Test func faultsAreCountedByCode() {
        let lines = Self.lines { metrics in
            let event = Event(
                at: .zero,
                kind: .warningRaised(.probeMismatch, value: 1, limit: 1),
                requester: .controller
            )
            metrics.counts.faults.record(Occurrence(event))
            metrics.counts.faults.record(Occurrence(event))
        }
        #expect(lines.contains(#"hearth_warnings_total{code="safety.probe_mismatch"} 2"#))
        #expect(lines.contains(#"hearth_faults_total{code="safety.probe_mismatch"} 0"#))
    }

    @Test func theHistogramsBucketsGrowToItsCount() throws {
        let lines = Self.lines { metrics in
            metrics.state.device.status.beat.steps = 9
            metrics.state.device.status.beat.counts = [1, 2, 3, 4, 5, 6, 7, 8]
            metrics.state.device.status.beat.sum = .milliseconds(1_500)
        }
        let buckets = lines.filter { $0.hasPrefix("hearth_beat_delay_seconds_bucket") }
        #expect(buckets.count == 9)
        #expect(buckets.first == #"hearth_beat_delay_seconds_bucket{le="0.000128"} 1"#)
        #expect(buckets.last == #"hearth_beat_delay_seconds_bucket{le="+Inf"} 9"#)
        #expect(lines.contains("hearth_beat_delay_seconds_sum 1.500000"))
        #expect(lines.contains("hearth_beat_delay_seconds_count 9"))
    }

    @Test func namesAreUniqueAndNoMoreSeriesThanWereCounted() {
        let lines = Self.lines()
        let series = lines.filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != " " } }
        #expect(Set(series).count == series.count)
        #expect(series.count <= 155)
        let families = lines.filter { $0.hasPrefix("# TYPE") }
        #expect(Set(families).count == families.count)
    }
}
