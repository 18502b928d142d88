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

/// Lets people in: checks passwords one by one, and sees once a second whether a file that says who is let
/// in, or the stock page, has changed. Its thread may take its time.
final class AccessService: AccessSource {
    /// A password to be checked.
    struct Check: Sendable {
        let password: [UInt8]
        let hash: PasswordHash
        let reply: @Sendable (Bool?) -> Void
    }

    /// The login page has one password checked at a time.
    private static let checkCapacity = 4

    private let files: AccessFiles
    private let log: Log
    private let keep: @Sendable (DeviceEvent) -> Void
    private let findings = AccessFindings()
    private let mailbox: Mailbox<Check>
    private let worker: Worker

    /// Reads the files once, so that nobody is served by other rules than theirs.
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

    func note(_ event: DeviceEvent) {
        keep(event)
    }

    /// The stock page where it is to be served and there is one.
    var stockPage: OutgoingBytes? { findings.stockPage }

    /// Rises when certificate and key have changed.
    var certificateVersion: UInt64 { findings.certificateVersion }

    // MARK: The daemon's side

    /// Makes up the word for the command line, now that the port is known.
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

    /// Ends the thread, and takes the command line's token back.
    func stop() {
        worker.stop()
        unlink(files.commandLine)
    }
}
