package import Chamber
package import Plant
package import SwitchCore

/// A simulated chamber with a contender at its relay; a copy continues independently.
package struct TrialBench<Subject: Contender>: Sendable {
    /// The controller's beat.
    private static var beat: Duration { ScenarioRunner.beat }

    /// The controller under test.
    package var subject: Subject
    /// The chamber with its defects and its true temperatures.
    package private(set) var chamber: SimulatedChamber
    /// Since the start of the run.
    package private(set) var now = Instant.zero
    /// The newest set point; `nil` before the first and after ``turnOff()``.
    package private(set) var target: Celsius?
    /// Whether the heater's line was on at the newest step of the plant.
    package private(set) var isHeaterOn = false
    /// Changes of the heater's line, either way.
    package private(set) var switchings = 0
    /// The air's highest true temperature so far, in °C.
    package private(set) var highestAir = -Double.infinity

    /// A cold chamber at room temperature.
    package init(
        _ subject: Subject,
        plant: PlantParameters,
        on board: ControllerConfiguration = NominalBoard.configuration
    ) {
        self.subject = subject
        chamber = SimulatedChamber(
            board,
            plant: plant,
            at: .zero
        )
    }

    /// Runs for `duration`; ends early when `isOver` is true after a beat.
    package mutating func run(
        _ duration: Duration,
        until isOver: (TrialBench) -> Bool = { _ in false }
    ) {
        let end = now.advanced(by: duration)
        while now < end {
            step()
            if isOver(self) { return }
        }
    }

    package mutating func heat(to target: Celsius) {
        self.target = target
        subject.heat(to: target)
    }

    package mutating func turnOff() {
        target = nil
        subject.turnOff()
    }

    /// Adds or removes a defect of standard size, from the next step of the plant on.
    package mutating func setFault(_ fault: PlantFault, isPresent: Bool = true) {
        chamber.faults[fault] = isPresent
    }

    /// Adds a defect of any size; `nil` is its standard size.
    package mutating func setFault(_ fault: PlantFault, _ amount: Double?) {
        chamber.faults.begin(fault, amount)
    }

    /// Opens or closes the printer's door, from the next step of the plant on.
    package mutating func setDoor(isOpen: Bool) { chamber.setDoor(isOpen: isOpen) }

    package mutating func setBed(isHot: Bool) {
        chamber.setBed(isHot: isHot)
        subject.setBed(isHot: isHot)
    }

    private mutating func step() {
        now = now.advanced(by: Self.beat)
        // Copies, because the closure cannot access `self` while `chamber` is being changed.
        var (driver, isOn, changes) = (subject, isHeaterOn, switchings)
        chamber.advance(to: now) { time in
            let lines = driver.lines(at: time)
            if lines.isHeaterOn != isOn {
                isOn = lines.isHeaterOn
                changes += 1
            }
            return lines
        }
        driver.beat(chamber.reading, at: now)
        (subject, isHeaterOn, switchings) = (driver, isOn, changes)
        highestAir = max(highestAir, chamber.plant.air)
    }
}
