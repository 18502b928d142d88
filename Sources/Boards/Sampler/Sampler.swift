package import Chamber
import MachineClock
package import SwitchCore
import Synchronization
package import System
import Threads

/// Reads a board's converter four times a second, on a thread of its own.
///
/// The reads block, and may hang: then only this thread hangs. The newest samples stay unchanged
/// and get old; the controller judges their age.
package final class Sampler: Sendable {
    /// A healthy round takes 100 ms at most: beyond this time it hangs.
    private static let longestScan = Duration.seconds(2)
    /// A transfer that hangs for longer at the end is left behind.
    private static let longestStop = Duration.seconds(1)

    private let board: BoardDescription
    private let findings: ScanFindings
    private let worker: Worker

    /// A sampler that is not yet running.
    ///
    /// - Parameters:
    /// - clock: the controller's own time, which samples have.
    ///   - open: gives the converter, on the sampler's thread.
    ///   - publish: called on the sampler's thread when the state has changed.
    package init(
        _ board: BoardDescription,
        clock: @escaping @Sendable () -> Instant,
        open: @escaping @Sendable () throws(BusError) -> any Converter,
        publish: @escaping @Sendable (ConverterState) -> Void = { _ in }
    ) throws(SystemError) {
        self.board = board
        let findings = ScanFindings(at: clock())
        self.findings = findings
        let mailbox = try Mailbox<Never>(capacity: 0)
        worker = Worker(named: "sampler", stopsWithin: Self.longestStop, serving: mailbox) {
            ScanWork(ScanLoop(board, open: open), findings, clock: clock, publish: publish)
        }
    }

    /// A sampler of the board's own converter.
    package convenience init(
        _ board: BoardDescription,
        clock: @escaping @Sendable () -> Instant,
        publish: @escaping @Sendable (ConverterState) -> Void = { _ in }
    ) throws(SystemError) {
        let converter = board.converter
        try self.init(
            board,
            clock: clock,
            open: { () throws(BusError) -> any Converter in try converter.open() },
            publish: publish
        )
    }

    /// Starts the thread. An unreadable converter is no failure here: it is tried again.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// The newest samples: fit for the beat: a copy under a lock that is held only briefly.
    package var reading: Reading {
        findings.reading
    }

    /// The converter's state; `now` on the samples' clock.
    package func state(at now: Instant) -> ConverterState {
        let (state, scanBegan) = findings.state
        guard let began = scanBegan, now.duration(since: began) > Self.longestScan else {
            return state
        }
        return ConverterState(.hanging(board.converter.place), since: began)
    }

    /// Rounds that failed since the start.
    package var failureCount: UInt64 { findings.failureCount }

    /// Ends the thread; `false`: it hangs in a transfer and is left behind. A second call does nothing.
    @discardableResult
    package func stop() -> Bool {
        worker.stop()
    }
}

/// What the sampler's thread has found, for everyone else.
private final class ScanFindings: Sendable {
    private let newest = Mutex(Reading())
    private let told: Mutex<Told>
    private let failedScans = Atomic<UInt64>(0)

    /// What is for people.
    private struct Told {
        var state: ConverterState
        /// When the current round began.
        var scanBegan: Instant?
    }

    init(at now: Instant) {
        told = Mutex(Told(state: ConverterState(.starting, since: now)))
    }

    var reading: Reading { newest.withLock { $0 } }

    var state: (ConverterState, scanBegan: Instant?) {
        told.withLock { ($0.state, $0.scanBegan) }
    }

    var failureCount: UInt64 { failedScans.load(ordering: .relaxed) }

    func show(_ reading: Reading) { newest.withLock { $0 = reading } }

    func show(_ state: ConverterState) { told.withLock { $0.state = state } }

    /// `nil`: no round is running.
    func show(scanBegan: Instant?) { told.withLock { $0.scanBegan = scanBegan } }

    func countFailure() { failedScans.add(1, ordering: .relaxed) }
}

/// The work of the sampler's thread: a round of the converter every ``ScanLoop/interval``.
private struct ScanWork: Work {
    private var loop: ScanLoop
    private let findings: ScanFindings
    private let clock: @Sendable () -> Instant
    private let publish: @Sendable (ConverterState) -> Void
    private var judge: ConverterJudge
    /// On the machine's clock, not the samples'.
    private var due = Instant.zero

    init(
        _ loop: ScanLoop,
        _ findings: ScanFindings,
        clock: @escaping @Sendable () -> Instant,
        publish: @escaping @Sendable (ConverterState) -> Void
    ) {
        self.loop = loop
        self.findings = findings
        self.clock = clock
        self.publish = publish
        judge = ConverterJudge(at: clock())
    }

    mutating func begin(at now: Instant) -> Instant? {
        due = now
        return due
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        guard now >= due else { return due }
        scan()
        repeat { due = due.advanced(by: ScanLoop.interval) } while due <= .monotonic()
        return due
    }

    private mutating func scan() {
        let now = clock()
        findings.show(scanBegan: now)
        let result = loop.scan(at: now)
        findings.show(scanBegan: nil)
        switch result {
        case nil: return
        case .success(let reading):
            findings.show(reading)
            publish(nil, now)
        case .failure(let error):
            findings.countFailure()
            findings.show(loop.reading(of: error, at: now))
            publish(error, now)
        }
    }

    private mutating func publish(_ error: BusError?, _ now: Instant) {
        guard judge.follow(error, at: now) else { return }
        findings.show(judge.state)
        publish(judge.state)
    }
}
