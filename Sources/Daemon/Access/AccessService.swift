import Access
import Chamber
import Cryptography
import Glibc
import Server
import Settings
import Surroundings
import Synchronization
import System
import Threads
import WebSocket

/// Checks passwords one by one, and looks once a second for changes of the access record, the stock page
/// and the certificate. Its thread is not urgent.
final class AccessService: AccessSource {
    /// A password to check; `reply` gets `nil` where the check is impossible.
    struct Check: Sendable {
        let password: [UInt8]
        let hash: PasswordHash
        let reply: @Sendable (Bool?) -> Void
    }

    /// The queue of passwords; the login page has only one checked at a time.
    private static let checkCapacity = 4

    private let files: AccessFiles
    private let log: Log
    private let keep: @Sendable (DeviceEvent) -> Void
    private let findings = AccessFindings()
    private let mailbox: Mailbox<Check>
    private let worker: Worker

    /// Reads the files once, so that the server never starts with other rules.
    init(
        _ files: AccessFiles,
        _ options: AccessSettings,
        log: Log,
        keep: @escaping @Sendable (DeviceEvent) -> Void
    ) throws(SystemError) {
        self.files = files
        self.log = log
        self.keep = keep
        var work = AccessWork(files, options, findings, log: log, keep: keep)
        work.inspect(isFirst: true)
        mailbox = try Mailbox(capacity: Self.checkCapacity)
        worker = Worker(named: "access", serving: mailbox) { [work] in work }
    }

    // MARK: The server's side

    func rules() -> AccessRules {
        findings.rules
    }

    func check(
        _ password: [UInt8],
        against hash: PasswordHash,
        reply: @escaping @Sendable (Bool?) -> Void
    ) {
        let isAccepted = mailbox.post(Check(password: password, hash: hash, reply: reply))
        if !isAccepted { reply(nil) }
    }

    func record(_ event: DeviceEvent) {
        keep(event)
    }

    /// The stock page; `nil` where it is not imported or not served.
    var stockPage: OutgoingBytes? { findings.stockPage }

    /// Increases when certificate and key have changed.
    var certificateVersion: UInt64 { findings.certificateVersion }

    // MARK: The daemon's side

    /// Everyone who controls the device from the network has to know a password.
    var asksForPassword: Bool {
        switch findings.rules.state {
        case .record(let record): record.password != nil
        case .unreadable: true
        }
    }

    /// Writes a new token for the command line, now that the port is known.
    func issueCommandLineToken(port: UInt16) {
        do {
            let token = try Token.random()
            let word = CommandLineWord(port: port, token: token.text)
            try File.replace(
                files.commandLine,
                with: word.bytes,
                forOwnerOfDirectory: true
            )
            findings.admit(commandLine: token.digest)
        } catch let error as SystemError {
            log(.warning, "\(error.summary): with a password, commands here need a token")
        } catch {
            log(.warning, "commands here need a token where there is a password: \(error)")
        }
    }

    /// Starts the thread.
    func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread and deletes the command line's token file.
    func stop() {
        worker.stop()
        unlink(files.commandLine)
    }
}
