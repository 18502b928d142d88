import SwitchCore

/// The last two minutes before heat was stopped, by the second: what the question "why did it stop?"
/// is answered with.
package struct LastMinutes: Equatable, Sendable {
    /// One second of it; no part of it is on the heap.
    package struct Point: Equatable, Sendable {
        /// Degrees Celsius; `nil` where the probe did not read.
        package var chamber: Double?
        /// Degrees Celsius; `nil` where the probe did not read.
        package var element: Double?
        /// The set point in °C; `nil` where none was held.
        package var setPoint: Double?
        /// 0…1, as it was commanded.
        package var duty: Double

        package init(chamber: Double?, element: Double?, setPoint: Double?, duty: Double) {
            self.chamber = chamber
            self.element = element
            self.setPoint = setPoint
            self.duty = duty
        }

        /// The second that a snapshot stands for.
        package init(_ snapshot: Snapshot) {
            chamber = snapshot.chamber.temperature?.degrees
            element = snapshot.element.temperature?.degrees
            setPoint = snapshot.setPoint?.degrees
            duty = snapshot.duty.fraction
        }
    }

    /// The most points that are kept.
    package static let capacity = 120

    /// Oldest first; the last is the second before the stop.
    package var points: [Point]

    package init(points: [Point]) {
        self.points = points
    }
}
