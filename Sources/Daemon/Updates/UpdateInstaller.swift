import Chamber
import Cryptography
import Server
import Surroundings
import SwitchCore
import System
import Update

/// Stores and installs updates on the disk; used by the update thread only.
final class UpdateInstaller {
    private let options: UpdateOptions
    private let exchange: Exchange
    private let record: @Sendable (DeviceEvent) -> Void
    private let disk: FileDisk
    private let store: SlotStore
    private let terms: BundleTerms
    private var choice: SlotChoice
    private var phase = UpdateStatus.Phase.idle
    private var slots: [UpdateStatus.Slot] = []
    private var outcome = SlotNews("", isTrouble: false)

    /// The present upload: whether it declared itself firmware, and its check so far.
    private var isFirmware = false
    private var check: BundleCheck?
    /// Why the present upload is refused; the rest of the upload is then ignored. `nil`: not refused.
    private var refusal: String?

    init(
        _ options: UpdateOptions,
        _ exchange: Exchange,
        _ record: @escaping @Sendable (DeviceEvent) -> Void,
        _ statePath: String
    ) {
        self.options = options
        self.exchange = exchange
        self.record = record
        disk = FileDisk(stateDirectory: statePath)
        let ring = KeyRing.load(options.settings.keyFolders)
        store = SlotStore(disk, trusting: ring.keys)
        terms = BundleTerms(
            keys: ring.keys,
            version: options.version,
            allowsDowngrade: options.settings.allowsDowngrade
        )
        choice = SlotChoice(packageVersion: options.version)
        for note in ring.notes { recordTrouble(note) }
        begin()
    }

    /// Removes what an interrupted update left, and reports the news since the last run.
    private func begin() {
        guard options.isLaunched else { return }
        do throws(SystemError) {
            try disk.prepare()
            try store.removeLeftovers()
            choice = try store.choice(packageVersion: options.version)
            if isOnTrial {
                let line =
                    "Version \(options.version) is on trial: it stays if it runs well for "
                    + "\(options.settings.trial.inSeconds.fixed(0)) s, and is rolled back "
                    + "otherwise."
                report(line, isTrouble: false)
            }
            guard !choice.news.isEmpty else { return listSlots() }
            for item in choice.news { report(item.text, isTrouble: item.isTrouble) }
            choice.news = []
            try store.save(choice)
        } catch {
            recordTrouble("Updates cannot be accepted: \(error)")
        }
        listSlots()
    }

    /// The running version is on trial.
    var isOnTrial: Bool {
        options.programs != .package && choice.use == options.programs && choice.trial != nil
    }

    var status: UpdateStatus {
        var status = UpdateStatus()
        status.slot = options.programs.rawValue
        status.isOnTrial = isOnTrial
        status.phase = phase
        status.slots = slots
        status.outcome = outcome.text
        status.isTrouble = outcome.isTrouble
        return status
    }

    // MARK: Uploads

    func begin(_ count: Int, isFirmware: Bool) {
        self.isFirmware = isFirmware
        check = nil
        refusal = isFirmware ? standingRefusal : "it does not say that it is firmware (OTA-Type)"
        guard refusal == nil else { return }
        phase = .receiving
        do {
            try disk.prepare()
            try store.beginIncoming(count)
            check = try BundleCheck(terms)
        } catch {
            refusal = "\(error)"
        }
    }

    private static let withoutSlots =
        "this daemon accepts no updates: it runs without --slots, by hand or as one of several"

    /// The present upload is refused; ``end()`` returns why.
    var isRefused: Bool { refusal != nil }

    /// Why every upload is refused at present; `nil`: uploads are accepted.
    private var standingRefusal: String? {
        if !options.isLaunched {
            return Self.withoutSlots + ": install a package instead"
        }
        if phase == .restarting { return "the service is about to restart: wait until it is back" }
        if isOnTrial { return "version \(options.version) is still on trial: wait a minute" }
        if exchange.isHeatPossible { return "heat is on: turn it off, and try again" }
        return nil
    }

    /// Receives the next part of the upload.
    func receive(_ bytes: [UInt8]) {
        guard refusal == nil else { return }
        do throws(BundleError) {
            try checkAndStore(bytes)
        } catch {
            refuse("\(error)")
        }
    }

    private func checkAndStore(_ bytes: [UInt8]) throws(BundleError) {
        let result = bytes.withUnsafeBytes { bytes -> Result<Void, BundleError> in
            Result { () throws(BundleError) in
                try check?.receive(bytes)
                do throws(SystemError) {
                    try store.appendIncoming(bytes)
                } catch {
                    throw .machine(error.description)
                }
            }
        }
        try result.get()
    }

    /// Refuses the present upload and deletes its parts.
    func refuse(_ reason: String) {
        refusal = reason
        check = nil
        removeLeftovers()
    }

    /// The upload is complete: checks it, unpacks it, and chooses it for the next start.
    func end() -> UploadOutcome {
        guard refusal == nil, let check = check.take() else { return refused() }
        do {
            let head = try check.finish()
            let slot = options.programs.next
            try store.install(head, into: slot)
            if let complaint = ProgramTest.complaint(about: disk.path(of: slot.rawValue)) {
                refuse(complaint)
                return refused()
            }
            guard exchange.preventHeat() else {
                refuse("heat was turned on meanwhile: turn it off, and try again")
                return refused()
            }
            var next = choice
            next.install(slot)
            try store.save(next)
            choice = next
            return accepted(head.manifest.version)
        } catch {
            exchange.refuseHeat(false)
            refuse("\(error)")
            return refused()
        }
    }

    /// The upload ends early, for this reason.
    func giveUp(_ reason: String) -> UploadOutcome {
        refuse(reason)
        return refused()
    }

    private func accepted(_ version: ReleaseVersion) -> UploadOutcome {
        phase = .restarting
        let text = "Version \(version) was accepted; it starts in a moment, on trial."
        report(text, isTrouble: false)
        listSlots()
        return UploadOutcome(isAccepted: true, text: text)
    }

    private func refused() -> UploadOutcome {
        if phase != .restarting { phase = .idle }
        let text = "The update was refused: \(refusal ?? "it is not complete")."
        report(text, isTrouble: true)
        listSlots()
        return UploadOutcome(isAccepted: false, isFirmware: isFirmware, text: text)
    }

    // MARK: Rollback and trial

    /// Chooses the previous version for the next start; returns why that is impossible, or `nil`.
    func rollBack() -> String? {
        if !options.isLaunched { return Self.withoutSlots }
        if phase != .idle { return "an update is under way: wait for its end" }
        guard options.programs != .package || choice.previous != nil else {
            return "there is no earlier version: only the package's has run"
        }
        guard exchange.preventHeat() else { return "heat is on: turn it off, and try again" }
        var next = choice
        next.rollBack()
        do throws(SystemError) {
            try store.save(next)
        } catch {
            exchange.refuseHeat(false)
            return error.description
        }
        choice = next
        phase = .restarting
        report("Rolling back to the version before \(options.version).", isTrouble: false)
        return nil
    }

    /// The running version has passed its trial.
    func prove() {
        var next = choice
        next.prove()
        do throws(SystemError) {
            try store.save(next)
        } catch {
            // Nothing retries this: the next start is another trial.
            choice = next
            return report(
                "Version \(options.version) works, but that cannot be stored: \(error). The next "
                    + "start is a trial again.",
                isTrouble: true
            )
        }
        choice = next
        report("Version \(options.version) has proved itself and stays.", isTrouble: false)
        listSlots()
    }

    /// Deletes the parts of an upload that the end of the daemon interrupts.
    func close() {
        if phase == .receiving { removeLeftovers() }
    }

    // MARK: Parts

    private func removeLeftovers() {
        do throws(SystemError) {
            try store.removeLeftovers()
        } catch {
            recordTrouble("What is left of an update could not be removed: \(error)")
        }
    }

    private func listSlots() {
        var list: [UpdateStatus.Slot] = []
        if options.isLaunched {
            let package = options.programs == .package ? options.version : choice.packageVersion
            list.append(slot(.package, package))
            for name in ProgramSet.slots {
                do throws(SystemError) {
                    if let manifest = try store.manifest(of: name) {
                        list.append(slot(name, manifest.version))
                    }
                } catch {
                    recordTrouble("Slot \(name.rawValue) cannot be read: \(error)")
                }
            }
        }
        slots = list
    }

    private func slot(_ name: ProgramSet, _ version: ReleaseVersion) -> UpdateStatus.Slot {
        UpdateStatus.Slot(
            name: name.rawValue,
            version: version.description,
            isRunning: name == options.programs,
            isPrevious: name == (choice.previous ?? .package) && name != options.programs
        )
    }

    /// Records an event, and shows it as the last outcome.
    private func report(_ text: String, isTrouble: Bool) {
        outcome = SlotNews(text, isTrouble: isTrouble)
        record(DeviceEvent(.update, isTrouble: isTrouble, text))
    }

    /// Records an event that is not the last outcome.
    func recordTrouble(_ text: String) {
        record(DeviceEvent(.update, isTrouble: true, text))
    }
}
