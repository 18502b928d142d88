package import Chamber
package import SwitchCore

/// How well a run regulated, and what happened in it.
package struct RunScore: Sendable {
    /// One stretch with the same set point.
    package struct Segment: Sendable {
        /// The set point of the whole segment.
        package let setPoint: Celsius
        /// Since the start of the run.
        package let began: Duration
        /// Since the start of the run; grows with every step of the segment.
        package fileprivate(set) var ended: Duration
        /// How far the air went past the set point until 20 min after it was reached, in K: above it
        /// on the way up, below on the way down. What a door does later is no overshoot.
        package fileprivate(set) var overshootKelvin = 0.0
        /// From the start of the stretch until the air was first within 1 °C.
        package fileprivate(set) var timeToReach: Duration?
        fileprivate let isUpwards: Bool
        fileprivate var holdCount = 0.0
        fileprivate var holdSquares = 0.0
        fileprivate var holdLowest = Double.infinity
        fileprivate var holdHighest = -Double.infinity

        /// Root mean square of the error from 10 min after the set point was reached, in K.
        package var holdRMSKelvin: Double? {
            holdCount > 0 ? (holdSquares / holdCount).squareRoot() : nil
        }

        /// Highest less lowest over the same time, in K.
        package var holdPeakToPeakKelvin: Double? {
            holdCount > 0 ? holdHighest - holdLowest : nil
        }
    }

    /// A fault that latched.
    package struct Fault: Sendable {
        /// Since the start of the run.
        package let at: Duration
        /// The latched fault, as the controller reports it.
        package let record: FaultRecord
    }

    /// Within this of the set point it counts as reached, in K.
    fileprivate static let reachedKelvin = 1.0
    /// Overshoot is judged for this time after that, and holding from here on.
    fileprivate static let overshootTime = Duration.minutes(20)
    fileprivate static let settling = Duration.minutes(10)

    /// One for each stretch with one set point, in order.
    package private(set) var segments: [Segment] = []
    /// Every fault that latched, in order.
    package private(set) var faults: [Fault] = []
    /// Since the start of the run.
    package private(set) var length = Duration.zero
    /// The plant's true element temperature, in °C.
    package private(set) var elementHighest = -Double.infinity
    /// The plant's true air temperature, in °C.
    package private(set) var airHighest = -Double.infinity
    /// Changes of the relay's state, either way.
    package private(set) var switchings: UInt64 = 0
    /// How long the relay was closed.
    package private(set) var heatingTime = Duration.zero
    /// Electrical energy of the element.
    package private(set) var energyJoules = 0.0
    /// How often the element's limit of temperature took power away.
    package private(set) var foldbacks = 0

    private var setPoint: Celsius?

    package init() {}

    /// Adds one step. Temperatures are the plant's true ones: a probe's lag is no merit.
    package mutating func add(_ moment: ScenarioRunner.Moment) {
        length = moment.elapsed
        elementHighest = max(elementHighest, moment.plant.element)
        airHighest = max(airHighest, moment.plant.air)
        switchings = moment.report.closures * 2
        energyJoules = moment.plant.energyJoules
        for event in moment.events {
            if case .latched(let record) = event.kind {
                faults.append(Fault(at: moment.elapsed, record: record))
            }
            if case .foldbackBegan = event.kind { foldbacks += 1 }
        }
        if moment.snapshot.setPoint != nil { heatingTime += ScenarioRunner.beat }
        follow(moment)
    }

    /// Switchings in an hour of heating.
    package var switchingsPerHour: Double {
        let hours = heatingTime.inSeconds / 3600
        return hours > 0 ? Double(switchings) / hours : 0
    }

    /// The stretch that lasted longest: what a summary is about.
    package var mainSegment: Segment? {
        segments.max { $0.ended - $0.began < $1.ended - $1.began }
    }

    private mutating func follow(_ moment: ScenarioRunner.Moment) {
        if moment.snapshot.setPoint != setPoint {
            setPoint = moment.snapshot.setPoint
            if let setPoint {
                segments.append(
                    Segment(
                        setPoint: setPoint,
                        began: moment.elapsed,
                        ended: moment.elapsed,
                        isUpwards: moment.plant.air <= setPoint.degrees
                    )
                )
            }
        }
        guard setPoint != nil, let last = segments.indices.last else { return }
        segments[last].add(air: moment.plant.air, at: moment.elapsed)
    }
}

extension RunScore.Segment {
    fileprivate mutating func add(air: Double, at now: Duration) {
        ended = now
        let error = air - setPoint.degrees
        if timeToReach == nil, abs(error) <= RunScore.reachedKelvin { timeToReach = now - began }
        if now - began - (timeToReach ?? now - began) <= RunScore.overshootTime {
            overshootKelvin = max(overshootKelvin, isUpwards ? error : -error)
        }
        guard let timeToReach, now - began - timeToReach >= RunScore.settling else { return }
        holdCount += 1
        holdSquares += error * error
        holdLowest = min(holdLowest, error)
        holdHighest = max(holdHighest, error)
    }
}
