import SwitchCore

/// The last two minutes before heat was stopped, second by second, to answer "why did it stop?".
package struct LastMinutes: Equatable, Sendable {
    /// One second; nothing in it is on the heap.
    package struct Point: Equatable, Sendable {
        /// Degrees Celsius; `nil` where the probe did not read.
        package var chamber: Double?
        /// Degrees Celsius; `nil` where the probe did not read.
        package var element: Double?
        /// The set point in °C; `nil` where none was held.
        package var setPoint: Double?
        /// The commanded duty, 0…1.
        package var duty: Double

        package init(chamber: Double?, element: Double?, setPoint: Double?, duty: Double) {
            self.chamber = chamber
            self.element = element
            self.setPoint = setPoint
            self.duty = duty
        }

        /// The point of one snapshot.
        package init(_ snapshot: Snapshot) {
            chamber = snapshot.chamber.temperature?.degrees
            element = snapshot.element.temperature?.degrees
            setPoint = snapshot.setPoint?.degrees
            duty = snapshot.duty.fraction
        }
    }

    /// The largest number of points.
    package static let capacity = 120

    /// Oldest first; the last is the second before the stop.
    package var points: [Point]

    package init(points: [Point]) {
        self.points = points
    }
}
