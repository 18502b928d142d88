package import Chamber
package import SwitchCore

/// How well a run regulated, and which faults it had.
package struct RunScore: Sendable {
    /// One stretch with the same set point.
    package struct Segment: Sendable {
        /// The set point during the whole segment.
        package let setPoint: Celsius
        /// Since the start of the run.
        package let began: Duration
        /// Since the start of the run; grows with every step of the segment.
        package fileprivate(set) var ended: Duration
        /// How far the air went past the set point until 20 min after it was reached, in K: above it on
        /// the way up, below it on the way down. Later disturbances, such as a door, do not count.
        package fileprivate(set) var overshootKelvin = 0.0
        /// From the start of the segment until the air was first within 1 °C of the set point.
        package fileprivate(set) var timeToReach: Duration?
        fileprivate let isUpwards: Bool
        fileprivate var holdCount = 0.0
        fileprivate var holdSquares = 0.0
        fileprivate var holdLowest = Double.infinity
        fileprivate var holdHighest = -Double.infinity

        /// Root mean square of the error, in K, from 10 min after the set point was reached.
        package var holdRMSKelvin: Double? {
            holdCount > 0 ? (holdSquares / holdCount).squareRoot() : nil
        }

        /// Highest minus lowest air temperature over the same time, in K.
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

    /// Closer to the set point than this counts as reached, in K.
    fileprivate static let reachedKelvin = 1.0
    /// Overshoot counts until `overshootTime` after that, holding from `settling` after that.
    fileprivate static let overshootTime = Duration.minutes(20)
    fileprivate static let settling = Duration.minutes(10)

    /// One for each stretch with one set point, in order of time.
    package private(set) var segments: [Segment] = []
    /// Every fault that latched, in order.
    package private(set) var faults: [Fault] = []
    /// Since the start of the run.
    package private(set) var length = Duration.zero
    /// The plant's true element temperature, in °C.
    package private(set) var elementHighest = -Double.infinity
    /// The plant's true air temperature, in °C.
    package private(set) var airHighest = -Double.infinity
    /// Changes of the relay's state: two for each closure.
    package private(set) var switchings: UInt64 = 0
    /// How long there was a set point, with the relay closed or open.
    package private(set) var heatingTime = Duration.zero
    /// Electrical energy of the element.
    package private(set) var energyJoules = 0.0
    /// How often foldback reduced the power because of the element's temperature.
    package private(set) var foldbacks = 0

    private var setPoint: Celsius?

    package init() {}

    /// Adds one step. Judges the plant's true temperatures, because a probe's lag flatters a run.
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

    /// Changes of the relay's state in an hour with a set point.
    package var switchingsPerHour: Double {
        let hours = heatingTime.inSeconds / 3600
        return hours > 0 ? Double(switchings) / hours : 0
    }

    /// The longest segment, which a summary describes.
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
