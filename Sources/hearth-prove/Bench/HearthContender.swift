import Chamber
import Plant
import SwitchCore

/// Hearth: the controller and the real switch logic, stepped as the daemon steps them.
struct HearthContender: Contender {
    private var controller: Controller
    private var switchLogic: SwitchLogic
    private var waiting: [WishEnvelope] = []
    private(set) var stops: [Stop] = []
    /// Every warning with its time.
    private(set) var notices: [Notice] = []
    private(set) var snapshot = Snapshot()

    init(_ configuration: ControllerConfiguration) {
        controller = Controller(configuration, at: .zero)
        switchLogic = SwitchLogic(
            configuration.modulation,
            isFanFitted: configuration.isFanFitted
        )
    }

    mutating func beat(_ reading: Reading, at now: Instant) {
        var input = StepInput(reading: reading, report: switchLogic.report)
        input.receiveWishes(from: &waiting)
        let actions = controller.step(input, at: now)
        switchLogic.receive(actions.command, at: now)
        snapshot = actions.snapshot
        for event in actions.events { record(event) }
    }

    mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        switchLogic.step(at: now)
    }

    mutating func heat(to target: Celsius) { wish(.heat(to: target)) }

    mutating func turnOff() { wish(.setPower(false)) }

    mutating func setBed(isHot: Bool) {
        wish(.reportBed(BedReport(target: Celsius(isHot ? 100 : 0), isPrinting: isHot)))
    }

    /// A warning.
    struct Notice: Sendable {
        let code: String
        let at: Instant
    }

    var warnings: [String] { notices.map(\.code) }

    private mutating func wish(_ wish: Wish) {
        waiting.append(WishEnvelope(wish, from: Requester(.scenario)))
    }

    private mutating func record(_ event: Event) {
        switch event.kind {
        case .latched(let record):
            stops.append(Stop(code: record.code.word, isLatched: true, at: event.at))
        case .poweredOff(let reason):
            guard reason != .wish, reason != .fault else { return }
            stops.append(Stop(code: "off: " + reason.explanation, isLatched: false, at: event.at))
        case .warningRaised(let code, _, _):
            notices.append(Notice(code: code.word, at: event.at))
        case _:
            break
        }
    }
}
