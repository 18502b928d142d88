package import JSON
import Dialects
package import Surroundings
package import SwitchCore
package import WebSocket

/// The heaters that were found in the network, and what each told last: a value without socket or clock.
///
/// A heater is known by the word that its program draws at each start, not by its name or its digits: thirty
/// cards copied from one have those in common. One that is reached at two addresses is in the list once.
package struct FleetRegister: Sendable {
    private struct Entry {
        var run: String
        var version: String
        var heardAt: Instant
        var toldAt: Instant?
        var answers = true
        var asksForPassword = false
        var id = ""
        var name = ""
        var report: FleetHeater.Report?
    }

    /// A building full of heaters, and what a page can still show.
    package static let capacity = 256
    /// How long one that does not answer stays in the list.
    package static let memory = Duration.minutes(10)

    private var entries: [HTTPSweep.Target: Entry] = [:]
    /// Heaters that found no place.
    package private(set) var leftOut = 0

    package init() {}

    /// Where known heaters are, by their addresses.
    package var targets: [HTTPSweep.Target] {
        entries.keys.sorted { ($0.address, $0.port) < ($1.address, $1.port) }
    }

    /// A search begins: what found no place may find one now.
    package mutating func searchBegins() {
        leftOut = 0
    }

    /// A program at this address said what it is; anything but Hearth is left alone.
    package mutating func recordVersion(
        _ answer: JSONObject?,
        at target: HTTPSweep.Target,
        _ now: Instant
    ) {
        guard let answer, answer["name"]?.string == "hearth" else {
            entries[target] = nil
            return
        }
        let run = APIFleet.text(answer["run"])
        let version = APIFleet.text(answer["version"])
        // Reached at another address already.
        let isKnown = entries.contains { other in
            other.key != target && !run.isEmpty && other.value.run == run && other.value.answers
        }
        guard !isKnown else {
            entries[target] = nil
            return
        }
        guard entries[target] != nil || entries.count < Self.capacity else {
            leftOut += 1
            return
        }
        var entry = entries[target] ?? Entry(run: run, version: version, heardAt: now)
        (entry.run, entry.version, entry.heardAt, entry.answers) = (run, version, now, true)
        entries[target] = entry
    }

    /// A heater answered a question about its state.
    package mutating func recordState(
        status: Int,
        _ answer: JSONObject?,
        at target: HTTPSweep.Target,
        _ now: Instant
    ) {
        guard var entry = entries[target] else { return }
        entry.heardAt = now
        entry.answers = status == 200 || status == 401
        entry.asksForPassword = status == 401
        if status == 401 { entry.report = nil }
        if status == 200, let answer {
            let device = answer["device"]?.object
            entry.id = APIFleet.text(device?["id"])
            entry.name = APIFleet.text(device?["hostname"])
            entry.report = APIFleet.report(of: answer)
            entry.toldAt = now
        }
        entries[target] = entry
    }

    /// A round of questions is over: who did not answer in it, does not answer.
    package mutating func roundEnded(_ answered: Set<HTTPSweep.Target>, at now: Instant) {
        for target in entries.keys where !answered.contains(target) {
            entries[target]?.answers = false
        }
        entries = entries.filter { now.duration(since: $0.value.heardAt) < Self.memory }
    }

    /// A name for people: the host's, or else the address.
    package func name(of target: HTTPSweep.Target) -> String {
        let name = entries[target]?.name ?? ""
        return name.isEmpty ? target.place : name
    }

    /// As others see them, by their addresses.
    package func heaters(at now: Instant) -> [FleetHeater] {
        targets.compactMap { target in
            guard let entry = entries[target] else { return nil }
            var heater = FleetHeater()
            heater.address = target.place
            heater.answers = entry.answers
            heater.asksForPassword = entry.asksForPassword
            heater.age = max(.zero, now.duration(since: entry.toldAt ?? entry.heardAt))
            heater.id = entry.id
            heater.name = entry.name
            heater.version = entry.version
            heater.report = entry.report
            return heater
        }
    }
}
