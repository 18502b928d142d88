import Chamber
import SwitchCore

/// A controller on a bench: temperatures are set by hand, samples come at 4 Hz, steps at 10 Hz, and
/// the switch's own logic stands behind it.
struct ControllerBench {
    /// What a probe's input is given.
    enum Input: Equatable {
        case degrees(Double)
        /// For the element: as far above the chamber as the relay has heated it.
        case heated
        case open
        case short
        case busFault
        /// No new samples at all.
        case silent
    }

    static let probe = ProbeConfiguration(
        thermistor: Thermistor.catalogue[0].thermistor,
        divider: Divider(series: Ohms(literal: 82_000), thermistorSide: .low)
    )

    /// The element of the conservative model: its excess in K and its time constant in s.
    private static let excessAtFullPower = ThermalModel.conservative.elementExcessKelvin
    private static let elementSeconds = ThermalModel.conservative.elementTimeConstantSeconds

    static let configuration = ControllerConfiguration(chamber: probe, element: probe)

    private(set) var controller: Controller
    private(set) var switchLogic: SwitchLogic
    private(set) var now = Instant.zero
    private(set) var snapshot: Snapshot
    private(set) var command: SwitchCommand?
    private(set) var events: [Event] = []
    private(set) var outcomes: [WishOutcome] = []
    var chamber = Input.degrees(25)
    var chamberSecond: Input?
    var element = Input.heated
    /// How many times the switch has been started.
    var switchStarts: UInt64 = 1
    /// The heater's line does not read as it is driven.
    var isLineFaulty = false
    /// The contacts that are open.
    var openContacts = ContactSet()
    /// The tachometer's pulses in each step while the blower is on; `nil`: none.
    var fanPulses: Int?
    /// The switch receives no command.
    var isSwitchDeaf = false
    /// The converter repeats its codes.
    var isConverterFrozen = false
    /// The store clears what it is asked to, in the next step.
    var isStoreWorking = true

    private var reading = Reading()
    private var isCodeOdd = false
    /// The chamber's last temperature in °C, and a heated element's excess over it in K.
    private var airDegrees = 25.0
    private var excess = 0.0
    private var steps = 0
    private var waiting: [WishEnvelope] = []

    init(
        _ configuration: ControllerConfiguration = Self.configuration,
        restored: RestoredState = RestoredState()
    ) {
        controller = Controller(configuration, restored: restored, at: .zero)
        switchLogic = SwitchLogic(configuration.modulation, isFanFitted: true)
        snapshot = controller.initialSnapshot
    }

    /// Posts a wish for the next step.
    mutating func wish(
        _ wish: Wish,
        from requester: Requester = Requester(.api),
        ticket: UInt64 = 0,
        lease: Duration? = nil
    ) {
        waiting.append(WishEnvelope(wish, from: requester, ticket: ticket, lease: lease))
    }

    /// Posts a wish, takes a step and returns the outcome.
    mutating func answer(
        to wish: Wish,
        from requester: Requester = Requester(.api),
        lease: Duration? = nil
    ) -> WishOutcome.Answer? {
        let ticket = UInt64(steps + 1)
        self.wish(wish, from: requester, ticket: ticket, lease: lease)
        step()
        return outcomes.last { $0.ticket == ticket }?.answer
    }

    /// One step, 100 ms after the last unless said otherwise.
    mutating func step(after interval: Duration = .milliseconds(100)) {
        steps += 1
        now = now.advanced(by: interval)
        let settled = switchLogic.report.isHeaterOn ? Self.excessAtFullPower : 0
        excess += (settled - excess) * 0.1 / (Self.elementSeconds + 0.1)
        if steps % 5 == 1 || steps % 5 == 3 { sample() }
        _ = switchLogic.step(at: now)
        var report = switchLogic.report
        report.starts = switchStarts
        report.isLineFaulty = isLineFaulty
        var input = StepInput(
            reading: reading,
            report: report,
            openContacts: openContacts,
            fanPulses: report.isFanOn ? fanPulses : fanPulses.map { _ in 0 }
        )
        for envelope in waiting { input.wishes.append(envelope) }
        waiting = []
        let actions = controller.step(input, at: now)
        snapshot = actions.snapshot
        command = actions.command
        events += Array(actions.events)
        outcomes += Array(actions.outcomes)
        if !isSwitchDeaf { switchLogic.receive(actions.command, at: now) }
        for event in actions.events {
            if case .clearApproved(let number) = event.kind, isStoreWorking {
                wish(.confirmLatchCleared(number), from: Requester(.store))
            }
        }
    }

    /// Steps for `seconds`.
    mutating func run(seconds: Double) {
        for _ in 0..<Int((seconds * 10).rounded()) { step() }
    }

    /// Steps until `condition` holds; returns after how many seconds, `nil` if not within `limit`.
    mutating func run(
        atMost limit: Double,
        until condition: (ControllerBench) -> Bool
    ) -> Double? {
        let start = now
        while now.seconds(since: start) < limit {
            step()
            if condition(self) { return now.seconds(since: start) }
        }
        return nil
    }

    /// A bench that heats: the element at 60 °C whatever happens, the target out of reach.
    static func heating(
        _ configuration: ControllerConfiguration = Self.configuration
    ) -> ControllerBench {
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(30)
        bench.element = .degrees(60)
        bench.run(seconds: 2)
        bench.wish(.heat(to: Celsius(55)))
        bench.run(seconds: 10)
        return bench
    }

    private mutating func sample() {
        isCodeOdd = isConverterFrozen ? false : !isCodeOdd
        if case .degrees(let degrees) = chamber { airDegrees = degrees }
        sample(chamber, &reading.chamber)
        if let chamberSecond { sample(chamberSecond, &reading.chamberSecond) }
        sample(element, &reading.element)
    }

    private func sample(_ input: Input, _ sample: inout ProbeSample?) {
        let divider = Self.probe.divider
        let ratio: Double
        switch input {
        case .degrees, .heated:
            let degrees = if case .degrees(let given) = input { given } else { airDegrees + excess }
            ratio = divider.ratio(of: Self.probe.thermistor.resistance(at: Celsius(degrees)))
        case .open:
            ratio = 1
        case .short:
            ratio = 0
        case .busFault:
            sample = ProbeSample(.failed(.noAcknowledge), takenAt: now)
            return
        case .silent:
            return
        }
        // No real converter gives the same code for long: its last bit moves.
        let code = ConverterScale.ads1115.code(volts: ratio * 3.3) ^ Int32(isCodeOdd ? 1 : 0)
        sample = ProbeSample(.measured(code: code, ratio: ratio), takenAt: now)
    }
}

extension Snapshot {
    /// Nothing asks for heat, and the relay is off.
    var isCold: Bool { duty == .off }
}
