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

/// The thread that may take its time: it looks at passwords one by one, and once a second whether a file
/// of who is let in, or the stock page, has changed.
///
/// Behind all others of the machine's work, for a password takes a tenth of a second of a whole core.
final class AccessWorker: AccessSource {
    /// A password to be looked at.
    private struct Job: Sendable {
        let password: [UInt8]
        let hash: PasswordHash
        let reply: @Sendable (Bool?) -> Void
    }

    private struct State {
        var rules = AccessRules()
        var stockPage: OutgoingBytes?
        var certificateVersion: UInt64 = 0
        var job: Job?
        var isStopped = false
    }

    private let files: AccessFiles
    private let wantsStockPage: Bool
    private let encryption: Encryption?
    private let log: Log
    private let keep: @Sendable (DeviceEvent) -> Void
    private let state = Mutex(State())
    private let wakeReading: CInt
    private let wakeWriting: CInt
    private let marks = Mutex<Marks>(Marks())

    /// What the files were like when they were looked at.
    private struct Marks {
        var record = UInt64.max
        var page = UInt64.max
        var certificate = UInt64.max
        /// Certificate and key are two files: they are taken once both have rested for a second.
        var isCertificateNew = false
    }

    private static let lookMilliseconds: CInt = 1_000
    private static let niceness: CInt = 10

    /// Reads the files once, so that nobody is served by other rules than theirs.
    init(
        _ files: AccessFiles,
        _ options: AccessSettings,
        log: Log,
        keep: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.files = files
        wantsStockPage = options.servesStockPage
        encryption = options.encryption
        self.log = log
        self.keep = keep
        var ends: [CInt] = [-1, -1]
        // Without a pipe everything takes up to a second.
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        (wakeReading, wakeWriting) = (ends[0], ends[1])
        look(isFirst: true)
    }

    deinit {
        for end in [wakeReading, wakeWriting] where end >= 0 { close(end) }
    }

    // MARK: The server's side

    func rules() -> AccessRules {
        state.withLock { $0.rules }
    }

    func check(
        _ password: [UInt8],
        against hash: PasswordHash,
        reply: @escaping @Sendable (Bool?) -> Void
    ) {
        state.withLock { $0.job = Job(password: password, hash: hash, reply: reply) }
        wake()
    }

    func note(_ event: DeviceEvent) {
        keep(event)
    }

    /// The stock page where it is to be served and there is one.
    var stockPage: OutgoingBytes? {
        state.withLock { $0.stockPage }
    }

    /// Rises when certificate and key have changed.
    var certificateVersion: UInt64 {
        state.withLock { $0.certificateVersion }
    }

    // MARK: The daemon's side

    /// Makes up the word for the command line, now that the port is known.
    func letCommandLineIn(port: UInt16) {
        do {
            let token = try Token.random()
            let word = CommandLineWord(port: port, token: token.text)
            try File.replace(
                files.commandLine,
                with: word.bytes,
                forOwnerOfDirectory: true
            )
            state.withLock { state in
                state.rules.commandLine = token.digest
                state.rules.number += 1
            }
        } catch let error as SystemError {
            log(.warning, "\(error.summary): with a password, commands here need a token")
        } catch {
            log(.warning, "commands here need a token where there is a password: \(error)")
        }
    }

    /// The thread's body.
    func run() {
        // On Linux it is the thread's own (setpriority(2), "C library/kernel differences").
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        while true {
            let (job, isStopped) = state.withLock { state in
                defer { state.job = nil }
                return (state.job, state.isStopped)
            }
            guard !isStopped else { return }
            if let job {
                answer(job)
            } else {
                rest()
                look(isFirst: false)
            }
        }
    }

    /// Ends ``run()`` soon, and takes the command line's word back.
    func stop() {
        state.withLock { $0.isStopped = true }
        wake()
        unlink(files.commandLine)
    }

    private func answer(_ job: Job) {
        do throws(CryptographyError) {
            job.reply(try job.hash.matches(job.password))
        } catch {
            log(.warning, "a password could not be looked at: \(error)")
            job.reply(nil)
        }
    }

    private func rest() {
        var watched = pollfd(fd: wakeReading, events: Int16(POLLIN), revents: 0)
        poll(&watched, 1, Self.lookMilliseconds)
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeReading, &bytes, bytes.count) > 0 {}
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = write(wakeWriting, &byte, 1)
    }

    // MARK: Files

    private func look(isFirst: Bool) {
        let record = File.mark(of: files.record)
        let page = wantsStockPage ? File.mark(of: files.stockPage) : 0
        let certificate = certificateMark
        let (old, isCertificateReady) = marks.withLock { marks in
            let old = marks
            (marks.record, marks.page, marks.certificate) = (record, page, certificate)
            let hasChanged = old.certificate != certificate
            marks.isCertificateNew = hasChanged && !isFirst
            return (old, old.isCertificateNew && !hasChanged)
        }
        if isCertificateReady { state.withLock { $0.certificateVersion += 1 } }
        if old.record != record { readRecord(isFirst: isFirst) }
        if wantsStockPage, old.page != page { readStockPage() }
    }

    private var certificateMark: UInt64 {
        guard let encryption else { return 0 }
        return File.mark(of: encryption.certificate) &+ 31
            &* File.mark(of: encryption.key)
    }

    private func readRecord(isFirst: Bool) {
        let new = currentState()
        let old = state.withLock { state in
            let old = state.rules.state
            guard old != new else { return old }
            state.rules.state = new
            state.rules.number += 1
            return old
        }
        if case .unreadable(let reason) = new { log(.error, reason) }
        guard !isFirst, old != new else { return }
        keep(DeviceEvent(.access, isTrouble: false, Self.words(from: old, to: new)))
    }

    private func currentState() -> AccessRules.State {
        let advice = "restore it, or open the device to all with \"hearth access off\""
        do throws(SystemError) {
            switch try files.readRecord() {
            case .success(let record): return .record(record)
            case .failure(let mistake):
                return .unreadable("\(files.record), line \(mistake.line), is damaged: \(advice)")
            }
        } catch {
            return .unreadable("\(error.summary): \(advice)")
        }
    }

    private static func words(from old: AccessRules.State, to new: AccessRules.State) -> String {
        guard case .record(let record) = new else {
            return "The rules of access cannot be read: nobody can log in."
        }
        guard case .record(let before) = old else {
            return "The rules of access can be read again."
        }
        if before.password != record.password {
            return switch (before.password, record.password) {
            case (_, nil): "The password was removed: everyone on the network may use the device."
            case (nil, _): "A password is needed from now on."
            case _: "The password was changed, and all sessions were ended."
            }
        }
        if before.round != record.round { return "All sessions were ended." }
        return "The tokens of programs were changed: there are \(record.tokens.count)."
    }

    private func readStockPage() {
        var page: OutgoingBytes?
        do throws(SystemError) {
            page = try File.readIfPresent(
                files.stockPage,
                most: AccessWorker.largestPage,
                for: .readingNoLink
            ).map { OutgoingBytes($0) }
            if page == nil {
                log(
                    .warning,
                    "no stock page is there, so / shows Hearth's own: "
                        + "\"hearth stock-page import FILE\" takes it from a firmware image"
                )
            }
        } catch {
            log(.warning, "\(error.summary): / shows Hearth's own page")
        }
        state.withLock { $0.stockPage = page }
    }

    /// What the import allows.
    static let largestPage = 2 << 20
}
