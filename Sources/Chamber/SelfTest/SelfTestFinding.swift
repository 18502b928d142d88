package import SwitchCore

/// What a self-test looks at, in the order in which it does.
package enum SelfTestCheck: UInt8, CaseIterable, Sendable {
    /// Every probe reads well, and nothing is warm.
    case probes
    /// The switch answers, and its lines are as commanded.
    case outputs
    /// Everything off: nothing gets warmer.
    case rest
    /// The heater on: the element gets warmer, as much as it should.
    case heat
    /// The probe that is called the element's is the one on the element.
    case plugs
    /// The heater off: the element gets cooler.
    case fall
    /// The blower carries heat away.
    case blower
}

/// What one check came to.
package struct SelfTestFinding: Equatable, Sendable {
    /// Whether the hardware does as it should.
    package enum Verdict: UInt8, CaseIterable, Sendable {
        case passed
        /// Works, but look at it.
        case warning
        case failed
        /// Could not be told, on this board or in this run.
        case skipped
    }

    /// What exactly was found.
    package enum Detail: Equatable, Sendable {
        /// All probes read well.
        case probesRead
        /// A probe did not read well when the test began, or stopped doing so.
        case probeFaulty(ProbeName, ProbeStatus.Condition)
        /// Warm before anything was switched on: °C.
        case warmAtStart(ProbeName, Celsius)
        /// The lines did as they were told.
        case linesObeyed
        /// The switch did not answer, or its heater line was on when it had been told off.
        case linesDisobeyed
        /// With everything off a probe moved by so much: kelvins.
        case drifted(ProbeName, TemperatureDelta)
        /// A probe rose by `rise` of the `expected` kelvins in `seconds`.
        case rose(ProbeName, rise: TemperatureDelta, expected: TemperatureDelta, seconds: Double)
        /// The probe called the chamber's rose by the first, the element's by the second.
        case plugsCompared(chamber: TemperatureDelta, element: TemperatureDelta)
        /// The peak fell by so much: kelvins.
        case fell(ProbeName, TemperatureDelta)
        /// Moved air cooled so many times faster than still air.
        case blowerFactor(Double)
        /// A limit was reached while heating: °C.
        case limitReached(ProbeName, Celsius)
        /// A contact that stops heat is open.
        case contactOpen(ContactName)
        /// Steps came too late to heat safely: s.
        case lateStep(Double)
        /// There is no element probe, and the chamber warms too little to be an answer.
        case noElementProbe
        /// The board has no blower.
        case noBlower
        /// An earlier check failed.
        case notReached
        /// A person, or the machine, ended the test.
        case stopped
    }

    /// What was looked at.
    package let check: SelfTestCheck
    /// How it came out.
    package let verdict: Verdict
    /// What was measured or went wrong.
    package let detail: Detail

    init(_ check: SelfTestCheck, _ verdict: Verdict, _ detail: Detail) {
        self.check = check
        self.verdict = verdict
        self.detail = detail
    }
}
