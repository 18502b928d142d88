/// The blower: on with the heater, and on afterwards until element and chamber have cooled.
struct FanControl: Codable {
    /// Without a reading to go by it runs this long after the last heat: ten time constants of the
    /// nominal element.
    private static let blindAfterRun = Duration.minutes(6)

    private let release: Double
    private var isCooling = false
    private var lastHeat = Instant.zero
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
        view: ProbesView,
        at now: Instant
    ) -> Bool {
        // After a restart a hot element tells that the heater has been on.
        if isFirstStep, let element = view.element.temperature {
            isFirstStep = false
            if element.degrees >= release {
                isCooling = true
                lastHeat = now
            }
        }
        if isHeating {
            isCooling = true
            lastHeat = now
        } else if isCooling {
            if let hottest = view.hottest, !view.isFaulty {
                isCooling = hottest >= release
            } else {
                isCooling =
                    view.hottest ?? 0 >= release
                    || now.duration(since: lastHeat) < Self.blindAfterRun
            }
        }
        isAfterRun = isCooling && !isHeating
        return isHeating || isCooling || isVentilating
    }
}
