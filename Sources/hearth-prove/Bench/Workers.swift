import Glibc
import Synchronization
package import System
import Threads

/// Runs work for many plants in parallel; the results do not depend on the number of threads.
package enum Workers {
    /// A trial keeps many whole chambers side by side, each of tens of kilobytes.
    private static let stackBytes = 8 * 1024 * 1024

    /// The state that the threads share, behind its lock.
    private final class Share<Result: Sendable>: Sendable {
        let state: Mutex<(next: Int, results: [Result?])>

        init(count: Int) {
            state = Mutex((0, Array(repeating: nil, count: count)))
        }

        func next() -> Int? {
            state.withLock { state in
                guard state.next < state.results.count else { return nil }
                state.next += 1
                return state.next - 1
            }
        }

        /// Hands out no further index.
        func giveUp() {
            state.withLock { $0.next = $0.results.count }
        }

        func give(_ result: Result, for index: Int) {
            state.withLock { $0.results[index] = result }
        }
    }

    /// The number of the machine's processors, at least 1.
    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Calls `work` for every index below `count`, on `threads` threads; returns results in index order.
    package static func map<Result: Sendable>(
        count: Int,
        threads: Int,
        _ work: @escaping @Sendable (Int) -> Result
    ) throws(SystemError) -> [Result] {
        let share = Share<Result>(count: count)
        var running: [Worker] = []
        for number in 0..<max(1, min(threads, count)) {
            let worker = Worker(named: "prove-\(number)", stackBytes: stackBytes) {
                while let index = share.next() { share.give(work(index), for: index) }
            }
            do throws(SystemError) {
                try worker.start()
            } catch {
                share.giveUp()
                for worker in running { worker.join() }
                throw error
            }
            running.append(worker)
        }
        for worker in running { worker.join() }
        return share.state.withLock { $0.results.compactMap { $0 } }
    }
}
