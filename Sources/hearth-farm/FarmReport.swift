import Chamber
import Dialects
import JSON
package import Links

/// The result of a simulated farm.
package struct FarmReport: Sendable {
    /// How many were asked for.
    package var controllers = 0
    /// Those that were connected when the measurement began.
    package var connected = 0
    /// Seconds until the last one was connected.
    package var connectSeconds = 0.0
    /// The length of the measurement in seconds.
    package var seconds = 0.0
    /// Messages and bytes of all connections together.
    package var traffic = BrokerClient.Traffic()
    /// Those whose power was on at the end.
    package var heating = 0
    /// Those with a latched fault at the end: a healthy farm has none.
    package var latched = 0
    /// Those that had lost their connection at the end.
    package var gone = 0
    /// Seconds of the processor in the time that was measured.
    package var processorSeconds = 0.0
    /// Resident memory in bytes at the end.
    package var memoryBytes = 0
    /// Resident memory in bytes before there was any controller.
    package var fixedMemoryBytes = 0
    /// Seconds that a beat came late at most.
    package var latestBeat = 0.0
    /// A link's last error.
    package var trouble: String?

    package init() {}

    /// A beat that late makes the controllers themselves doubt their clock (`safety.clock`).
    private static let latestGoodBeat = 1.0

    /// Why the numbers are not valid, for people; `nil`: they are.
    package var complaint: String? {
        if connected < controllers {
            return "only \(connected) of \(controllers) controllers were connected"
                + (trouble.map { ". \($0)" } ?? "")
        }
        let lost = traffic.connections + gone
        if lost > 0 {
            return "\(lost) connections were lost: the broker, or its limits, cannot bear so many"
                + (trouble.map { ". \($0)" } ?? "")
        }
        if latestBeat > Self.latestGoodBeat {
            return
                "the controllers' beat came \(latestBeat.fixed(1)) s late: this machine is too slow, or "
                + "too busy, for \(controllers) of them"
        }
        if latched > 0 { return "\(latched) controllers have latched a fault" }
        return nil
    }

    private func each(_ value: Double) -> Double {
        controllers > 0 ? value / Double(controllers) : 0
    }
    private func second(_ count: Int) -> Double { seconds > 0 ? Double(count) / seconds : 0 }
    private var share: Double { seconds > 0 ? processorSeconds / seconds : 0 }

    /// A few lines for a person.
    package var lines: [String] {
        [
            ("Connected", "\(connected), after \(connectSeconds.fixed(1)) s"),
            (
                "Published",
                "\(second(traffic.published).fixed(1)) messages/s, "
                    + "\((second(traffic.publishedBytes) / 1000).fixed(1)) kB/s of payload"
            ),
            ("Received", "\(second(traffic.received).fixed(1)) messages/s"),
            ("Heating", "\(heating)"),
            (
                "Processor",
                "\((share * 100).fixed(1)) % of a core, "
                    + "\((each(share) * 1e6).fixed(0)) µs a second for each"
            ),
            (
                "Memory",
                "\((Double(memoryBytes) / 1e6).fixed(1)) MB, "
                    + "\((each(Double(memoryBytes - fixedMemoryBytes)) / 1000).fixed(1)) kB for each"
            ),
            ("Latest beat", "\((latestBeat * 1000).fixed(0)) ms late"),
        ].map { name, text in "  " + name + String(repeating: " ", count: 14 - name.count) + text }
    }

    /// The same as an object.
    package var json: String {
        let bytes = JSONWriter.object { json in
            json.member("controllers", controllers)
            json.member("ok", complaint == nil)
            json.member("connected", connected)
            json.member("connect_s", connectSeconds, decimals: 1)
            json.member("measured_s", seconds, decimals: 3)
            json.member("published", traffic.published)
            json.member("published_bytes", traffic.publishedBytes)
            json.member("received", traffic.received)
            json.member("heating", heating)
            json.member("latched", latched)
            json.member("cpu_s", processorSeconds, decimals: 4)
            json.member("memory_bytes", memoryBytes)
            json.member("fixed_memory_bytes", fixedMemoryBytes)
            json.member("latest_beat_s", latestBeat, decimals: 3)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
