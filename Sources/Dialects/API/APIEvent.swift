package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// An event as it was stored: with a number and the time of day.
package struct APIEvent: Equatable, Sendable {
    /// Counts up by at least one from event to event.
    package let id: Int64
    /// Milliseconds since 1970-01-01 00:00 UTC.
    package let wallMilliseconds: Int64
    /// The calendar was not known to be right then: the time may be wrong.
    package let isTimeUnsure: Bool
    /// The controller's event, or one of what surrounds it.
    package let event: Occurrence
    /// The two minutes before, where a rule stopped the heat.
    package let lastMinutes: LastMinutes?

    package init(
        id: Int64,
        wallMilliseconds: Int64,
        isTimeUnsure: Bool = false,
        event: Occurrence,
        lastMinutes: LastMinutes? = nil
    ) {
        self.isTimeUnsure = isTimeUnsure
        self.lastMinutes = lastMinutes
        self.id = id
        self.wallMilliseconds = wallMilliseconds
        self.event = event
    }

    /// An event of the controller.
    package init(id: Int64, wallMilliseconds: Int64, event: Event, lastMinutes: LastMinutes? = nil)
    {
        self.init(
            id: id,
            wallMilliseconds: wallMilliseconds,
            event: Occurrence(event),
            lastMinutes: lastMinutes
        )
    }

    /// The JSON of this event alone, on one line.
    package func encoded() -> [UInt8] {
        JSONWriter.object { write(to: &$0) }
    }

    /// The JSON of a page of events (`docs/api.md`).
    package static func encoded(_ events: [APIEvent]) -> [UInt8] {
        JSONWriter.object { json in
            json.array("events") { json in
                for event in events { json.object { event.write(to: &$0) } }
            }
        }
    }

    /// The JSON of a stop: the event, and the two minutes before (`docs/api.md`).
    package static func encoded(stop: APIEvent?) -> [UInt8] {
        JSONWriter.object { json in
            guard let stop else { return json.null("event") }
            json.object("event") { stop.write(to: &$0) }
            guard let points = stop.lastMinutes?.points else { return }
            json.member("interval_s", 1.0, decimals: 1)
            json.array("columns") { json in
                for name in ["before_s", "chamber_c", "element_c", "set_point_c", "duty"] {
                    json.element(name)
                }
            }
            json.array("rows") { json in
                for (index, point) in points.enumerated() {
                    json.array { row in
                        row.element(points.count - index)
                        row.element(point.chamber, decimals: 2)
                        row.element(point.element, decimals: 2)
                        row.element(point.setPoint, decimals: 2)
                        row.element(point.duty, decimals: 3)
                    }
                }
            }
        }
    }

    private func write(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("time_ms", wallMilliseconds)
        if isTimeUnsure { json.member("time_unsure", true) }
        json.member("kind", event.kind.word)
        json.member("requester", event.requester.kind.word)
        json.member("session", event.requester.session)
        json.member("text", event.text)
        event.kind.writeDetails(to: &json)
        if lastMinutes != nil { json.member("has_run_up", true) }
    }
}

extension Occurrence.Kind {
    fileprivate func writeDetails(to json: inout JSONWriter) {
        switch self {
        case .controller(let kind): kind.writeDetails(to: &json)
        case .device(let event): json.member("trouble", event.isTrouble)
        }
    }
}

extension Event.Kind {
    fileprivate func writeDetails(to json: inout JSONWriter) {
        switch self {
        case .started, .dryingEnded, .settingsChanged, .calibrationStarted, .calibrationForgotten,
            .calibrationOutdated:
            break
        case .poweredOn(let mode, let target):
            json.member("mode", mode.word)
            json.member("target_c", target.degrees, decimals: 1)
        case .poweredOff(let reason):
            json.member("reason", reason.word)
        case .dryingStarted(let target, let duration):
            json.member("target_c", target.degrees, decimals: 1)
            json.member("duration_s", duration.wholeSecondsUp)
        case .latched(let record):
            json.member("code", record.code.word)
            json.member("number", record.number)
            json.member("value", record.value, decimals: 2)
            json.member("limit", record.limit, decimals: 2)
            json.member("title", record.code.rule.title)
            json.member("what", record.sentence)
            json.member("remedy", record.code.rule.remedy)
        case .clearApproved(let number):
            json.member("number", number)
        case .latchCleared(let code), .warningEnded(let code):
            json.member("code", code.word)
        case .warningRaised(let code, let value, let limit):
            json.member("code", code.word)
            json.member("value", value, decimals: 2)
            json.member("limit", limit, decimals: 2)
            json.member("remedy", code.rule.remedy)
        case .foldbackBegan(let element), .foldbackEnded(let element):
            json.member("temperature_c", element.degrees, decimals: 2)
        case .calibrationFailed(let failure, let figures):
            json.member("reason", failure.word)
            json.object("measured") { figures.write(to: &$0) }
        case .modelAdopted(let change):
            json.member("cause", change.cause.word)
            json.member("quality", change.quality, decimals: 2)
            json.object("model") { change.new.write(to: &$0) }
            json.object("before") { change.old.write(to: &$0) }
        case .modelRefused(let refusal):
            json.member("reason", refusal.word)
        case .heatPaused(let contact), .heatResumed(let contact):
            json.member("contact", contact.word)
        case .soakEnded(let duration, let isSkipped):
            json.member("duration_s", duration.wholeSecondsUp)
            json.member("skipped", isSkipped)
        }
    }
}
