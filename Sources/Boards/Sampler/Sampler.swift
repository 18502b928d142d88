package import Chamber
import MachineClock
package import SwitchCore
import Synchronization
package import Threads

/// Reads a board's converter four times a second, on a thread of its own.
///
/// The reads block, and may hang: then this thread hangs, and nobody else. The newest samples stay
/// what they are and get old; whoever controls judges their age.
package final class Sampler: Sendable {
    /// A round takes 100 ms at most where all is well: after this one hangs.
    private static let longestScan = Duration.seconds(2)

    private let board: BoardDescription
    private let clock: @Sendable () -> Instant
    private let open: @Sendable () throws(BusError) -> any Converter
    private let tell: @Sendable (ConverterState) -> Void

    private let newest = Mutex(Reading())
    private let told: Mutex<Told>
    private let failedScans = Atomic<UInt64>(0)
    private let stopRequested = Atomic(false)
    private let thread = Mutex<Thread?>(nil)

    /// What is for people.
    private struct Told {
        var state: ConverterState
        /// When the round that goes on began.
        var scanBegan: Instant?
    }

    /// A sampler that is not yet running.
    ///
    /// - Parameters:
    ///   - clock: the controller's own time, which samples bear.
    ///   - open: gives the converter, on the sampler's thread.
    ///   - tell: called on the sampler's thread when the state has changed.
    package init(
        _ board: BoardDescription,
        clock: @escaping @Sendable () -> Instant,
        open: @escaping @Sendable () throws(BusError) -> any Converter,
        tell: @escaping @Sendable (ConverterState) -> Void = { _ in }
    ) {
        self.board = board
        self.clock = clock
        self.open = open
        self.tell = tell
        told = Mutex(Told(state: ConverterState(.starting, since: clock())))
    }

    /// A sampler of the board's own converter.
    package convenience init(
        _ board: BoardDescription,
        clock: @escaping @Sendable () -> Instant,
        tell: @escaping @Sendable (ConverterState) -> Void = { _ in }
    ) {
        let converter = board.converter
        self.init(
            board,
            clock: clock,
            open: { () throws(BusError) -> any Converter in try converter.open() },
            tell: tell
        )
    }

    /// Starts the thread. A converter that cannot be read is no reason to fail: it is tried again.
    package func start() throws(ThreadError) {
        try thread.withLock { thread throws(ThreadError) in
            guard thread == nil else { return }
            thread = try Thread(named: "sampler") { self.run() }
        }
    }

    /// The newest samples: for the beat, for it is a copy under a lock that nobody holds for longer.
    package var reading: Reading {
        newest.withLock { $0 }
    }

    /// How the converter is doing; `now` on the clock that the samples bear.
    package func state(at now: Instant) -> ConverterState {
        let told = told.withLock { $0 }
        guard let began = told.scanBegan, now.duration(since: began) > Self.longestScan else {
            return told.state
        }
        return ConverterState(.hanging(board.converter.place), since: began)
    }

    /// Rounds that failed since the start.
    package var failureCount: UInt64 { failedScans.load(ordering: .relaxed) }

    /// Ends the thread, waiting for at most `longest`; `false`: it hangs in a transfer and is left
    /// behind. A second call does nothing.
    @discardableResult
    package func stop(within longest: Duration = .seconds(1)) -> Bool {
        stopRequested.store(true, ordering: .releasing)
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        return running?.join(within: longest) ?? true
    }

    private func run() {
        var loop = ScanLoop(board, open: open)
        var judge = ConverterJudge(at: clock())
        var due = Instant.monotonic()
        while !stopRequested.load(ordering: .acquiring) {
            scan(&loop, &judge)
            repeat { due = due.advanced(by: ScanLoop.interval) } while due <= .monotonic()
            due.sleepUntil()
        }
    }

    private func scan(_ loop: inout ScanLoop, _ judge: inout ConverterJudge) {
        let now = clock()
        told.withLock { $0.scanBegan = now }
        let result = loop.scan(at: now)
        told.withLock { $0.scanBegan = nil }
        switch result {
        case nil: return
        case .success(let reading):
            newest.withLock { $0 = reading }
            publish(&judge, nil, now)
        case .failure(let error):
            failedScans.add(1, ordering: .relaxed)
            let reading = loop.reading(of: error, at: now)
            newest.withLock { $0 = reading }
            publish(&judge, error, now)
        }
    }

    private func publish(_ judge: inout ConverterJudge, _ error: BusError?, _ now: Instant) {
        guard judge.take(error, at: now) else { return }
        let state = judge.state
        told.withLock { $0.state = state }
        tell(state)
    }
}
