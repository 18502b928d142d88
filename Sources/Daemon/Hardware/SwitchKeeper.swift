import Chamber
import Glibc
import Lines
import SwitchCore
import Synchronization
import System
import Threads

/// Sees to it that there is a switch: starts it, notices its death, and starts it anew at once, which
/// turns every line off.
final class SwitchKeeper: @unchecked Sendable {
    // Safe to share: `current` is touched by `init`, then by the keeper's thread, and by `close` once
    // that has been joined; `thread` by the one that starts and closes. The rest is constant or atomic.

    /// A switch that does not answer for so long is ended: it may have been stopped with the heater
    /// on. The controller latches at 2 s.
    private static let patience = Duration.seconds(2)
    /// How often it looks whether the switch still answers, in milliseconds.
    private static let lookMilliseconds: Int32 = 250
    /// Between two tries to start a switch that cannot be started.
    private static let pauseMicroseconds: UInt32 = 500_000

    let link: SwitchLink
    private let arguments: SwitchArguments
    private let log: Log
    private var current: SwitchProcess?
    private var thread: Thread?
    private let stopRequested = Atomic(false)

    /// Starts the first switch; throws where the lines cannot be had.
    init(_ arguments: SwitchArguments, origin: Instant, log: Log) throws(StartError) {
        self.arguments = arguments
        self.log = log
        link = SwitchLink(origin: origin)
        let first = try SwitchProcess.start(arguments)
        current = first
        link.attach(first.descriptor)
        if let trouble = LinesNote.ofService().write(arguments) { log(.warning, trouble) }
    }

    /// Begins to watch, in a thread of its own.
    func start() throws(ThreadError) {
        thread = try Thread(named: "switch") { self.watch() }
    }

    /// Stops watching and lets the switch go: it turns everything off and ends.
    func close() {
        stopRequested.store(true, ordering: .releasing)
        thread?.join()
        thread = nil
        guard let process = current else { return }
        current = nil
        Glibc.close(link.detach(hasDied: false))
        process.running.terminate()
        _ = process.running.wait()
    }

    private func watch() {
        while !stopRequested.load(ordering: .acquiring) {
            guard let process = current else {
                startAnew()
                continue
            }
            // Only its end is waited for: what it says is for the beat.
            var wait = pollfd(fd: process.descriptor, events: 0, revents: 0)
            let happened = poll(&wait, 1, Self.lookMilliseconds) > 0
            if happened {
                replace(process)
            } else if link.silence > Self.patience {
                log(.error, "hearth-switch does not answer; ending it")
                process.running.kill()
            }
        }
    }

    /// The switch has died: first another, which turns the lines off, then words.
    private func replace(_ process: SwitchProcess) {
        let descriptor = link.detach(hasDied: true)
        // It may have closed its socket and live on.
        process.running.kill()
        current = nil
        let end = process.running.wait()
        startAnew()
        Glibc.close(descriptor)
        log(.error, "hearth-switch \(end); it was started anew with everything off")
    }

    private func startAnew() {
        do throws(StartError) {
            let process = try SwitchProcess.start(arguments)
            current = process
            link.attach(process.descriptor)
        } catch {
            log(.error, error.message)
            usleep(Self.pauseMicroseconds)
        }
    }
}
