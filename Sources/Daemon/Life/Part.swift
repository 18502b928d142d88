import System
import Threads

/// A part of the service that runs between its start and its stop.
package struct Part {
    private let start: () throws(StartError) -> Void
    private let stop: () -> Void

    /// - Parameters:
    ///   - start: returns when the part runs; if it throws, nothing of the part runs.
    ///   - stop: returns when the part has ended, however long that takes.
    package init(
        start: @escaping () throws(StartError) -> Void,
        stop: @escaping () -> Void
    ) {
        self.start = start
        self.stop = stop
    }

    /// A part whose start fails only if the system refuses a thread.
    init(
        thread start: @escaping () throws(SystemError) -> Void,
        stop: @escaping () -> Void
    ) {
        self.stop = stop
        self.start = { () throws(StartError) in
            do throws(SystemError) {
                try start()
            } catch {
                throw StartError(error)
            }
        }
    }

    /// Starts `parts` in their order, calls `work`, and stops the parts in the reverse order. If a part
    /// cannot start, the parts before it are stopped in the same way, and `work` is not called.
    package static func run<Answer>(
        _ parts: [Part],
        during work: () -> Answer
    ) throws(StartError) -> Answer {
        var running: [Part] = []
        defer {
            for part in running.reversed() { part.stop() }
        }
        for part in parts {
            try part.start()
            running.append(part)
        }
        return work()
    }
}
