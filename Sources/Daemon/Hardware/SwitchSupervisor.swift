import Chamber
import Glibc
import Lines
import Settings
import SwitchCore
import System
import Threads

/// Keeps a switch running: starts it, notices its death, and starts it again at once, which turns every
/// line off.
final class SwitchSupervisor: Sendable {
    let link: SwitchLink
    private let supervision: SwitchSupervision
    private let worker: Worker

    /// Starts the first switch. Throws where a line is unavailable.
    init(_ arguments: SwitchArguments, origin: Instant, log: Log) throws(StartError) {
        link = SwitchLink(origin: origin)
        let supervision = try SwitchSupervision(arguments, link, log)
        self.supervision = supervision
        do throws(SystemError) {
            let mailbox = try Mailbox<Never>(capacity: 0)
            worker = Worker(named: "switch", serving: mailbox) { supervision }
        } catch {
            supervision.release()
            throw StartError(error)
        }
        if let trouble = HeldLinesFile.ofService().write(arguments) { log(.warning, trouble) }
    }

    /// Starts the thread that watches the switch.
    func start() throws(SystemError) {
        try worker.start()
    }

    /// Stops watching and ends the switch, which turns every line off.
    func close() {
        worker.stop()
        supervision.release()
    }
}

/// What the supervisor's thread does: watches the running switch and replaces it.
private final class SwitchSupervision: Work, @unchecked Sendable {
    // Safe to share: `current` is touched by `init`, then by the supervisor's thread, and by `release`
    // once that has been joined. The rest is constant.

    /// How often to check whether the switch still answers.
    private static let look = Duration.milliseconds(250)
    /// The time between two attempts to start a switch.
    private static let pause = Duration.milliseconds(500)

    private let arguments: SwitchArguments
    private let link: SwitchLink
    private let log: Log
    private var current: SwitchProcess?
    private var hasDied = false

    init(_ arguments: SwitchArguments, _ link: SwitchLink, _ log: Log) throws(StartError) {
        self.arguments = arguments
        self.link = link
        self.log = log
        let first = try SwitchProcess.start(arguments)
        current = first
        link.attach(first.descriptor)
    }

    /// Waits only for the end of the switch; the beat reads its answers.
    var watched: [pollfd] { [pollfd(watching: current?.descriptor ?? -1, for: 0)] }

    func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        hasDied = true
    }

    func serve(_ messages: [Never], at now: Instant) -> Instant? {
        if let process = current {
            if hasDied {
                replace(process)
            } else if link.isSilent {
                log(.error, "hearth-switch does not answer; ending it")
                process.running.kill()
            }
        } else {
            startAgain()
        }
        hasDied = false
        return now.advanced(by: current == nil ? Self.pause : Self.look)
    }

    /// Ends the switch. Call it after the supervisor's thread has ended.
    func release() {
        guard let process = current else { return }
        current = nil
        Glibc.close(link.detach(hasDied: false))
        process.running.terminate()
        _ = process.running.wait()
    }

    /// The switch has died: starts another one first, which turns the lines off, and then writes the
    /// log.
    private func replace(_ process: SwitchProcess) {
        let descriptor = link.detach(hasDied: true)
        // A switch that has closed its socket may still run.
        process.running.kill()
        current = nil
        let end = process.running.wait()
        startAgain()
        Glibc.close(descriptor)
        log(.error, "hearth-switch \(end); it was started again with everything off")
    }

    private func startAgain() {
        do throws(StartError) {
            let process = try SwitchProcess.start(arguments)
            current = process
            link.attach(process.descriptor)
        } catch {
            log(.error, error.message)
        }
    }
}
