import Access
import Chamber
import Cryptography
import Glibc
import Server
import Settings
import Surroundings
import SwitchCore
import System
import Threads
import WebSocket

/// What the access thread does: checks passwords, and reads files that have changed.
///
/// It runs at low priority, because a password check takes a tenth of a second of a whole core.
struct AccessWork: Work {
    /// The marks of the files at the last inspection.
    private struct Marks {
        var record = UInt64.max
        var page = UInt64.max
        var certificate = UInt64.max
        /// Certificate and key are two files: they are used after both are unchanged for one inspection.
        var isCertificateNew = false
    }

    private static let inspectionInterval = Duration.seconds(1)
    private static let niceness: CInt = 10

    private let files: AccessFiles
    private let wantsStockPage: Bool
    private let encryption: Encryption?
    private let findings: AccessFindings
    private let log: Log
    private let keep: @Sendable (DeviceEvent) -> Void
    private var marks = Marks()
    private var inspectAt = Instant.zero

    init(
        _ files: AccessFiles,
        _ options: AccessSettings,
        _ findings: AccessFindings,
        log: Log,
        keep: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.files = files
        wantsStockPage = options.servesStockPage
        encryption = options.encryption
        self.findings = findings
        self.log = log
        self.keep = keep
    }

    mutating func begin(at now: Instant) -> Instant? {
        // On Linux the niceness is the thread's own (setpriority(2), "C library/kernel differences").
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        inspectAt = now.advanced(by: Self.inspectionInterval)
        return inspectAt
    }

    mutating func serve(_ checks: [AccessService.Check], at now: Instant) -> Instant? {
        for check in checks { answer(check) }
        if now >= inspectAt {
            inspect(isFirst: false)
            inspectAt = now.advanced(by: Self.inspectionInterval)
        }
        return inspectAt
    }

    private func answer(_ check: AccessService.Check) {
        do throws(CryptographyError) {
            check.reply(try check.hash.matches(check.password))
        } catch {
            log(.warning, "a password could not be checked: \(error)")
            check.reply(nil)
        }
    }

    // MARK: Files

    /// Reads the files that have changed. The first time, no event is recorded.
    mutating func inspect(isFirst: Bool) {
        let record = File.mark(of: files.record)
        let page = wantsStockPage ? File.mark(of: files.stockPage) : 0
        let certificate = certificateMark
        let old = marks
        let isNew = old.certificate != certificate
        marks = Marks(record: record, page: page, certificate: certificate)
        marks.isCertificateNew = isNew && !isFirst
        if old.isCertificateNew && !isNew { findings.renewCertificate() }
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
        let old = findings.replace(by: new)
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
            return "The access file cannot be read: nobody can log in."
        }
        guard case .record(let before) = old else {
            return "The access file can be read again."
        }
        if before.password != record.password {
            return switch (before.password, record.password) {
            case (_, nil): "The password was removed: everyone on the network may use the device."
            case (nil, _): "A password is needed from now on."
            case _: "The password was changed, and all sessions were ended."
            }
        }
        if before.round != record.round { return "All sessions were ended." }
        return "The programs' tokens were changed: there are now \(record.tokens.count)."
    }

    private func readStockPage() {
        var page: OutgoingBytes?
        do throws(SystemError) {
            page = try File.readIfPresent(
                files.stockPage,
                most: Self.largestPage,
                for: .readingNoLink
            ).map { OutgoingBytes($0) }
            if page == nil {
                log(
                    .warning,
                    "there is no stock page, so / shows Hearth's own page: \"hearth stock-page "
                        + "import FILE\" takes it from a firmware image"
                )
            }
        } catch {
            log(.warning, "\(error.summary): / shows Hearth's own page")
        }
        findings.show(page)
    }

    /// The limit on the stock page's size, in bytes: twice what the import accepts.
    static let largestPage = 2 << 20
}
