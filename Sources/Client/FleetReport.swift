package import CommandLine
import Glibc
package import JSON

/// The heaters of a daemon's network, in words.
package enum FleetReport {
    /// The longest that a search takes: every address of a network, at three ports.
    private static let longestSeconds = 30
    private static let pauseMicroseconds: UInt32 = 500_000
    /// A search that nobody had asked for before has begun by then.
    private static let fewestLooks = 3

    /// The fleet, once the daemon has looked for it.
    package static func search(
        _ client: DaemonClient
    ) throws(CommandFailure) -> (text: String, object: JSONObject) {
        var looks = 1
        var answer = try client.get("/api/v1/fleet")
        while looks < longestSeconds * 2,
            looks < fewestLooks || answer.object["searching"]?.bool == true
                || heaters(answer.object).contains(where: isAwaited)
        {
            usleep(pauseMicroseconds)
            answer = try client.get("/api/v1/fleet")
            looks += 1
        }
        return answer
    }

    /// It was found, and has not told what it does.
    private static func isAwaited(_ heater: JSONObject) -> Bool {
        heater["state"]?.object == nil && heater["answers"]?.bool == true
            && heater["password_needed"]?.bool != true
    }

    /// One line for each heater, those with a fault first.
    package static func lines(_ answer: JSONObject) -> [String] {
        let heaters = heaters(answer)
        let sorted = heaters.filter(hasFault) + heaters.filter { !hasFault($0) }
        let rows = sorted.map { heater in
            name(of: heater).padded(to: 24) + place(of: heater).padded(to: 22) + words(for: heater)
        }
        let leftOut = answer["left_out"]?.wholeNumber ?? 0
        return rows + (leftOut > 0 ? ["\(leftOut) more are not shown."] : [])
    }

    /// What became of Off at each heater.
    package static func outcomes(_ answer: JSONObject) -> [String] {
        heaters(answer).map { heater in
            let place = place(of: heater)
            let trouble = heater["trouble"]?.string
            return name(of: heater).padded(to: 24) + place.padded(to: 22) + (trouble ?? "off")
        }
    }

    private static func heaters(_ answer: JSONObject) -> [JSONObject] {
        guard case .array(let heaters) = answer["heaters"] else { return [] }
        return heaters.compactMap(\.object)
    }

    private static func hasFault(_ heater: JSONObject) -> Bool {
        heater["state"]?.object?["fault"]?.string != nil
    }

    private static func name(of heater: JSONObject) -> String {
        heater["name"]?.string ?? ""
    }

    private static func place(of heater: JSONObject) -> String {
        let address = heater["address"]?.string ?? ""
        return address.isEmpty ? "(this one)" : address
    }

    private static func words(for heater: JSONObject) -> String {
        guard heater["answers"]?.bool == true else { return "does not answer" }
        if heater["password_needed"]?.bool == true { return "asks for a password" }
        guard let state = heater["state"]?.object else { return "has told nothing yet" }
        if let fault = state["fault"]?.string { return "Stopped by a fault: \(fault)" }
        let air = state["chamber_c"]?.number.map { "\($0) °C, " } ?? ""
        let setPoint = state["set_point_c"]?.number.map { " \($0) °C" } ?? ""
        switch state["activity"]?.string {
        case "heating": return "\(air)heating to\(setPoint)"
        case "holding": return "\(air)holding\(setPoint)"
        case "off": return "\(air)off"
        case let other:
            return air + (other ?? "unknown").split(separator: "_").joined(separator: " ")
        }
    }
}
