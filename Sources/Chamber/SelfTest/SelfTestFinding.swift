package import SwitchCore

/// The checks of a self-test, in order.
package enum SelfTestCheck: UInt8, CaseIterable, Sendable {
    /// Every probe reads well, and nothing is warm.
    case probes
    /// The switch answers, and its lines are as commanded.
    case outputs
    /// With everything off, nothing gets warmer.
    case rest
    /// With the heater on, the element gets warmer by as much as it should.
    case heat
    /// The probe configured as the element's is the one on the element.
    case plugs
    /// With the heater off, the element gets cooler.
    case fall
    /// The blower carries heat away.
    case blower
}

/// The result of one check.
package struct SelfTestFinding: Equatable, Sendable {
    /// Whether the hardware works as it should.
    package enum Verdict: UInt8, CaseIterable, Sendable {
        case passed
        /// It works, but a person should check it.
        case warning
        case failed
        /// Not possible on this board or in this run.
        case skipped
    }

    /// The finding's details.
    package enum Detail: Equatable, Sendable {
        /// All probes read well.
        case probesRead
        /// A probe was not good when the test began, or no longer is.
        case probeFaulty(ProbeName, ProbeStatus.Condition)
        /// A probe was warm before anything was switched on, in °C.
        case warmAtStart(ProbeName, Celsius)
        /// The lines followed the commands.
        case linesObeyed
        /// The switch did not answer, or its heater line was on although the command was off.
        case linesDisobeyed
        /// With everything off a probe moved by this much, in K.
        case drifted(ProbeName, TemperatureDelta)
        /// A probe rose by `rise` of the `expected` kelvins in `seconds`.
        case rose(ProbeName, rise: TemperatureDelta, expected: TemperatureDelta, seconds: Double)
        /// The rises of the probes configured as the chamber's and as the element's.
        case plugsCompared(chamber: TemperatureDelta, element: TemperatureDelta)
        /// The temperature fell from its peak by this much, in K.
        case fell(ProbeName, TemperatureDelta)
        /// Moved air cooled the element this many times faster than still air.
        case blowerFactor(Double)
        /// A probe reached the test's limit, in °C.
        case limitReached(ProbeName, Celsius)
        /// A contact that stops heat is open.
        case contactOpen(ContactName)
        /// A step came too late to heat safely, in s.
        case lateStep(Double)
        /// There is no element probe, and the chamber warms too little to judge.
        case noElementProbe
        /// The board has no blower.
        case noBlower
        /// An earlier check failed.
        case notReached
        /// A person, or the machine, ended the test.
        case stopped
    }

    /// The check that was made.
    package let check: SelfTestCheck
    /// The result.
    package let verdict: Verdict
    /// What was measured, or what went wrong.
    package let detail: Detail

    init(_ check: SelfTestCheck, _ verdict: Verdict, _ detail: Detail) {
        self.check = check
        self.verdict = verdict
        self.detail = detail
    }
}
