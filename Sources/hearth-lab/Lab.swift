import Boards
import Chamber
import Glibc
import Lines
import MachineClock
import Plant
import SwitchCore

/// Simulates everything around a running daemon: relay, blower, chamber, probes, and their faults.
/// It follows the output lines from outside and sets the voltages at the converter.
///
/// To standard output, a line each, with the monotonic clock in ns first:
///
///     <time> line heater|fan|second-relay on|off
///     <time> plant <air °C> <element °C>              once a second
///     <time> due <line of the scenario> <its words>   what the daemon has to be asked for
///     <time> fixture fault|clear <name>               what a bench's fixture did to the chamber
///     <time> end
///
/// From standard input it takes a scenario's actions, without a time: `fault chamber_open`.
struct Lab {
    /// How often the lines are read, and so how late a time in the output may be.
    private let look: Duration
    private static let report = Duration.seconds(1)

    private let levels: any LineLevels
    private var lines: [FollowedLine]
    private var chamber: LabChamber
    private var fixture: LabFixture
    private var input = StandardInput()
    private let scenario: Scenario?
    private var nextEntry = 0
    private let began = Instant.monotonic()
    private var now = Instant.monotonic()

    init(_ arguments: LabArguments) throws(LabFailure) {
        lines = []
        for purpose in [OutputPurpose.heater, .fan, .secondRelay] {
            if let line = try FollowedLine(purpose, of: arguments.board) { lines.append(line) }
        }
        if let folder = arguments.simulatedChip {
            levels = try SimulatedChipLevels(folder, lines: lines.map(\.number))
        } else {
            levels = try RaspberryPiLevels(
                lines: lines.map(\.number),
                pulledUp: Set(lines.filter(\.isPulledUp).map(\.number))
            )
        }
        chamber = LabChamber(
            arguments.board,
            plant: arguments.plant,
            inputs: try ConverterInputs(arguments.inputs)
        )
        fixture = try LabFixture(arguments.wiring, chip: arguments.fixtureChip)
        // A bench looks ten times a second only: reads that nobody needs would slow the machine down.
        look = fixture.isConnected ? LabChamber.step : .milliseconds(1)
        scenario = arguments.scenario
    }

    /// Runs until the scenario or standard input ends.
    mutating func run() {
        var nextLook = began
        var nextStep = began
        var nextReport = began
        while !input.hasEnded {
            nextLook.sleepUntil()
            now = .monotonic()
            // Missed reads are not repeated.
            nextLook = max(nextLook.advanced(by: look), now)
            followLines()
            for order in fixture.orders() { carryOut(order) }
            let conducts = fixture.conducts(isHeating, at: now)
            while nextStep <= now {
                chamber.advance(isHeating: conducts, isFanRunning: isOn(.fan))
                nextStep = nextStep.advanced(by: LabChamber.step)
            }
            fixture.show(chamber.hasPower)
            if nextReport <= now {
                let plant = chamber.plant
                say("plant \(plant.air.fixed(2)) \(plant.element.fixed(2))")
                nextReport = nextReport.advanced(by: Self.report)
            }
            readInput()
            guard carryOutScenario() else { break }
        }
        say("end")
    }

    private mutating func followLines() {
        levels.look()
        for index in lines.indices where lines[index].look(at: levels) {
            say("line \(lines[index].purpose.rawValue) \(lines[index].isOn ? "on" : "off")")
        }
    }

    private func isOn(_ purpose: OutputPurpose) -> Bool {
        lines.contains { $0.purpose == purpose && $0.isOn }
    }

    /// The current goes through both relays, where there are two.
    private var isHeating: Bool {
        isOn(.heater) && !lines.contains { $0.purpose == .secondRelay && !$0.isOn }
    }

    private mutating func carryOut(_ order: FaultOrder) {
        _ = chamber.carryOut(.fault(order))
        switch order {
        case .begin(let fault, _): say("fixture fault \(fault.name)")
        case .end(let fault): say("fixture clear \(fault.name)")
        case .endAll: break
        }
    }

    private mutating func readInput() {
        while let line = input.line() {
            do throws(ScenarioError) {
                for entry in try Scenario(parsing: "0s " + line).entries { carryOut(entry) }
            } catch {
                say("mistake \(error.mistakes.first?.message ?? line)")
            }
        }
    }

    /// Carries out what is due; `false` at the end.
    private mutating func carryOutScenario() -> Bool {
        guard let scenario else { return true }
        let elapsed = now.duration(since: began)
        while nextEntry < scenario.entries.count, scenario.entries[nextEntry].at <= elapsed {
            carryOut(scenario.entries[nextEntry])
            nextEntry += 1
        }
        return elapsed < scenario.length
    }

    private mutating func carryOut(_ entry: Scenario.Entry) {
        let isDone = chamber.carryOut(entry.action)
        if !isDone { say("due \(entry.line) \(entry.text)") }
    }

    private func say(_ text: String) {
        Output.line("\(now.nanoseconds) \(text)")
    }
}

/// Lines from standard input, without waiting for them.
struct StandardInput {
    private var bytes: [UInt8] = []
    private(set) var hasEnded = false

    /// The next whole line, if there is one.
    mutating func line() -> String? {
        if let line = split() { return line }
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard !hasEnded, poll(&ready, 1, 0) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count <= 0 { hasEnded = true } else { bytes += buffer[..<count] }
        return split()
    }

    private mutating func split() -> String? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { bytes.removeFirst(end + 1) }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

/// Writes lines to a descriptor at once: their reader waits for them.
enum Output {
    static func line(_ text: String, to descriptor: CInt = STDOUT_FILENO) {
        var text = text + "\n"
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = write(descriptor, start, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
