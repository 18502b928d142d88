import Chamber
package import Dialects
import Glibc

/// Events as lines for a person, the newest last.
package struct EventList {
    private let events: [JSONObject]

    /// `answer` is the answer to `GET /api/v1/events` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        guard case .array(let list) = answer["events"] else {
            events = []
            return
        }
        events = list.compactMap(\.object).reversed()
    }

    /// `2026-07-30 14:12:05  Heating to 55 °C (page)`
    package var lines: [String] {
        guard !events.isEmpty else { return ["Nothing has happened yet."] }
        return events.map { event in
            let text = event["text"]?.string ?? event["kind"]?.string ?? "unknown"
            let requester = event["requester"]?.string ?? "controller"
            let title = Requester.Kind(word: requester)?.title ?? requester
            let origin = requester == "controller" ? "" : " (\(title))"
            return "\(Self.time(event["time_ms"]))  \(text)\(origin)"
        }
    }

    /// The time in this machine's zone.
    private static func time(_ value: JSONValue?) -> String {
        guard let milliseconds = value?.number, abs(milliseconds) < 1e15 else {
            return "at an unknown time"
        }
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        var buffer = [CChar](repeating: 0, count: 32)
        guard localtime_r(&seconds, &parts) != nil,
            strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &parts) > 0
        else { return "at an unknown time" }
        return buffer.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}
