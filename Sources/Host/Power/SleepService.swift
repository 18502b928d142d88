import Glibc
import SwitchCore
package import System
import Threads

/// Keeps the machine awake while it must be, with an inhibitor of systemd-logind's.
///
/// A thread of its own, because a call over D-Bus may take seconds.
package final class SleepService: Sendable {
    /// Shorter than one call's limit: a call that hangs is not waited for.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// - Parameters:
    ///   - mustStayAwake: asked twice a second, on the service's thread.
    ///   - log: receives what is refused, and why.
    package init(
        mustStayAwake: @escaping @Sendable () -> Bool,
        log: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        let mailbox = try Mailbox<Never>(capacity: 0)
        worker = Worker(named: "sleep", stopsWithin: Self.longestStop, serving: mailbox) {
            SleepWork(mustStayAwake: mustStayAwake, log: log)
        }
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread, and lets the machine sleep.
    package func stop() {
        worker.stop()
    }
}

/// The work of the service's thread.
private struct SleepWork: Work {
    private static let look = Duration.milliseconds(500)

    private let mustStayAwake: @Sendable () -> Bool
    private let log: @Sendable (String) -> Void
    private var inhibition = SleepInhibition()
    private var descriptor: CInt = -1

    init(
        mustStayAwake: @escaping @Sendable () -> Bool,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.mustStayAwake = mustStayAwake
        self.log = log
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        switch inhibition.step(mustStayAwake: mustStayAwake(), at: now) {
        case .hold?: hold(at: now)
        case .release?: release()
        case nil: break
        }
        return now.advanced(by: Self.look)
    }

    mutating func end(_ messages: [Never], at now: Instant) {
        release()
    }

    private mutating func hold(at now: Instant) {
        do throws(BusFailure) {
            descriptor = try MachinePower.inhibitSleep()
            _ = inhibition.confirm(isHeld: true, at: now)
        } catch {
            guard inhibition.confirm(isHeld: false, at: now) else { return }
            let reason = BusTrouble.words(for: error, from: .power)
            log("the machine may sleep while it heats: \(reason)")
        }
    }

    private mutating func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        inhibition.confirmRelease()
    }
}
