import SwitchCore

/// The blower: on with the heater, and after it until element and chamber have cooled.
///
/// It also cools an element that is hot without a command, with or without a latched fault, because the
/// relay may be welded. Without a probe on the element it runs for four minutes after every off, so
/// that the chamber shows whether the element is still heated.
struct FanControl: Codable {
    /// Without a reading the blower runs for this time after the last heat, or after it last saw a hot
    /// probe: ten time constants of the nominal element.
    private static let blindAfterRun = Duration.minutes(6)

    /// On a board without an element probe: long enough for the slowest chamber to show a fall.
    static let proofRun = Duration.minutes(4)
    /// An element further above the air than this is heated, whatever the command, in K.
    private static let heatedKelvin = 5.0

    private let release: Double
    private let hasElementProbe: Bool
    /// Whether there was heat, and no reading has shown since that everything is cool.
    private var needsCooling = false
    /// The last heat, or the last time that every probe was good and one of them hot.
    private var lastSeenHot = Instant.zero
    private var lastHeat = Instant.zero
    private var isFirstStep = true

    init(release: Celsius, hasElementProbe: Bool) {
        self.release = release.degrees
        self.hasElementProbe = hasElementProbe
    }

    /// Whether the blower still cools something after heat.
    private(set) var isAfterRun = false

    /// Decides on the blower for this step. `isHeating`: heat is commanded or the relay is closed.
    mutating func step(
        isHeating: Bool,
        isVentilating: Bool,
        view: ProbeReadings,
        at now: Instant
    ) -> Bool {
        // After a restart, a hot element means that the heater was on.
        if isFirstStep, let element = view.element.temperature {
            isFirstStep = false
            if element.degrees >= release {
                needsCooling = true
                lastSeenHot = now
            }
        }
        if isHeating || isHeated(view) {
            needsCooling = true
            lastSeenHot = now
        }
        if isHeating { lastHeat = now }
        let isCooling = !isHeating && needsCooling && cools(view, at: now)
        isAfterRun = isCooling
        return isHeating || isCooling || isVentilating
    }

    /// Whether the element is hotter than the release temperature and than the air.
    private func isHeated(_ view: ProbeReadings) -> Bool {
        guard let element = view.element.temperature?.degrees, element >= release else {
            return false
        }
        return view.excess.map { $0 > Self.heatedKelvin } ?? false
    }

    private mutating func cools(_ view: ProbeReadings, at now: Instant) -> Bool {
        let isProving = !hasElementProbe && now.duration(since: lastHeat) < Self.proofRun
        let isHot = view.hottest ?? -.infinity >= release || isProving
        guard view.isFaulty || view.hottest == nil else {
            if isHot { lastSeenHot = now } else { needsCooling = false }
            return isHot
        }
        return isHot || now.duration(since: lastSeenHot) < Self.blindAfterRun
    }
}
