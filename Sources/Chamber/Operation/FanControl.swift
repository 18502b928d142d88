import SwitchCore

/// The blower: on with the heater, and on afterwards until element and chamber have cooled.
struct FanControl: Codable {
    /// Without a reading to go by it runs for this time after the last heat, or after it last saw that
    /// all was not cool yet: ten time constants of the nominal element.
    private static let blindAfterRun = Duration.minutes(6)

    private let release: Double
    /// There was heat, and nobody has seen since that all is cool.
    private var needsCooling = false
    /// The last heat, or the last time that every probe read well and one of them hot.
    private var lastSeenHot = Instant.zero
    private var isFirstStep = true

    init(release: Celsius) {
        self.release = release.degrees
    }

    /// The fan cools something down after heat.
    private(set) var isAfterRun = false

    /// Decides for this step. `isHeating`: heat is commanded or the relay is closed.
    mutating func step(
        isHeating: Bool,
        isVentilating: Bool,
        view: ProbeReadings,
        at now: Instant
    ) -> Bool {
        // After a restart a hot element tells that the heater has been on.
        if isFirstStep, let element = view.element.temperature {
            isFirstStep = false
            if element.degrees >= release {
                needsCooling = true
                lastSeenHot = now
            }
        }
        if isHeating {
            needsCooling = true
            lastSeenHot = now
        }
        let isCooling = !isHeating && needsCooling && cools(view, at: now)
        isAfterRun = isCooling
        return isHeating || isCooling || isVentilating
    }

    private mutating func cools(_ view: ProbeReadings, at now: Instant) -> Bool {
        let isHot = view.hottest ?? -.infinity >= release
        guard view.isFaulty || view.hottest == nil else {
            if isHot { lastSeenHot = now } else { needsCooling = false }
            return isHot
        }
        return isHot || now.duration(since: lastSeenHot) < Self.blindAfterRun
    }
}
