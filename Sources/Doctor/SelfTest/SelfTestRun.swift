package import Boards
package import Chamber
package import Daemon
import SwitchCore

/// Runs a self-test on a board, ten steps a second, and keeps the curves.
package struct SelfTestRun {
    /// One row of the curves.
    struct Sample {
        /// Since the beginning.
        let seconds: Double
        let phase: SelfTest.Phase
        let degrees: ProbeDegrees
        let isHeaterOn: Bool
        let isFanOn: Bool
    }

    private static let interval = Duration.milliseconds(100)
    /// Half a second: a relay's shortest on and off times show.
    private static let sampleInterval = Duration.milliseconds(500)

    /// The machine that judges the hardware.
    package private(set) var test: SelfTest
    private(set) var samples: [Sample] = []
    private let board: any HeaterBoard
    private let clock: BeatClock
    private let began: Instant
    private var ownStall = OwnStall()

    /// A self-test that begins now, by `clock`.
    package init(
        _ configuration: ControllerConfiguration,
        on board: any HeaterBoard,
        clock: BeatClock
    ) {
        self.board = board
        self.clock = clock
        began = clock.now()
        test = SelfTest(configuration, at: began)
    }

    /// Steps until the test has ended. `isStopped` is checked in each step; `entered` is called
    /// with each new phase.
    package mutating func run(
        isStopped: () -> Bool,
        entered: (SelfTest.Phase, ProbeDegrees) -> Void
    ) {
        var due = began
        var sampleDue = began
        var phase: SelfTest.Phase?
        while !test.hasEnded {
            clock.sleep(until: due)
            // A fast simulation skips no step.
            let now = clock.isRealTime ? clock.now() : due
            board.advance(to: now)
            guard isReady(at: now) else {
                repeat { due = due.advanced(by: Self.interval) } while due <= now
                continue
            }
            if isStopped() { test.stop(at: now) }
            let command = test.step(
                board.reading,
                board.report,
                openContacts: board.openContacts,
                at: now
            )
            board.carryOut(command, at: now)
            if test.phase != phase {
                phase = test.phase
                entered(test.phase, test.degrees)
            }
            if now >= sampleDue || test.hasEnded {
                sampleDue = now.advanced(by: Self.sampleInterval)
                samples.append(sample(at: now))
            }
            repeat { due = due.advanced(by: Self.interval) } while clock.isRealTime && due <= now
        }
        turnOff(at: due)
    }

    /// Whether the test may judge now; after a stall of this process, asks the hardware first.
    private mutating func isReady(at now: Instant) -> Bool {
        guard clock.isRealTime else { return true }
        let board = board
        let decision = ownStall.decide(at: now) { board.hasAnswered(since: $0) }
        if decision == .ask { board.ask() }
        return decision == .step
    }

    /// Turns all lines off at the end, whatever happened.
    private func turnOff(at now: Instant) {
        let off = SwitchCommand(
            sequence: .max,
            heater: .off,
            isFanOn: false,
            isSecondRelayClosed: false,
            leaseEnd: now
        )
        board.carryOut(off, at: now)
        board.advance(to: now.advanced(by: Self.interval))
    }

    private func sample(at now: Instant) -> Sample {
        let report = board.report
        return Sample(
            seconds: now.seconds(since: began),
            phase: test.phase,
            degrees: test.degrees,
            isHeaterOn: report.isHeaterOn,
            isFanOn: report.isFanOn
        )
    }
}
