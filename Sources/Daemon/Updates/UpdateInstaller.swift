import Chamber
import Cryptography
import Server
import Surroundings
import SwitchCore
import System
import Update

/// What the update thread does with the disk; used by that thread alone.
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

    /// The upload that arrives: what it declared, and how it has fared so far.
    private var isFirmware = false
    private var check: BundleCheck?
    /// Why it is refused, as soon as that is known; the rest of it is passed over.
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

    /// Tidies up after what was cut short, and tells what is still to be told.
    private func begin() {
        guard options.isLaunched else { return }
        do throws(SystemError) {
            try disk.prepare()
            try store.removeLeftovers()
            choice = try store.choice(packageVersion: options.version)
            if isOnTrial {
                let line =
                    "Version \(options.version) is on trial: it stays if all is in good order for "
                    + "\(options.settings.trial.inSeconds.fixed(0)) s, else the one before comes back."
                tell(line, isTrouble: false)
            }
            guard !choice.news.isEmpty else { return listSlots() }
            for item in choice.news { tell(item.text, isTrouble: item.isTrouble) }
            choice.news = []
            try store.save(choice)
        } catch {
            recordTrouble("Updates cannot be taken: \(error)")
        }
        listSlots()
    }

    /// The version that runs has to prove itself.
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
        "this daemon takes no updates: it runs without --slots, by hand or as one of several"

    /// The upload that arrives will not be taken; why, ``end()`` tells.
    var isRefused: Bool { refusal != nil }

    /// Why no upload is taken at present, whatever is in it.
    private var standingRefusal: String? {
        if !options.isLaunched {
            return Self.withoutSlots + ": install a package instead"
        }
        if phase == .restarting { return "the service is about to restart: wait until it is back" }
        if isOnTrial { return "version \(options.version) is still on trial: wait a minute" }
        if exchange.isHeatPossible { return "heat is on: turn it off, and try again" }
        return nil
    }

    /// The next part of the upload.
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

    /// The upload that arrives will not be taken, for this reason.
    func refuse(_ reason: String) {
        refusal = reason
        check = nil
        removeLeftovers()
    }

    /// All of it is there: checks it, unpacks it, and chooses it for the next start.
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

    /// There will be no more of it, for this reason.
    func giveUp(_ reason: String) -> UploadOutcome {
        refuse(reason)
        return refused()
    }

    private func accepted(_ version: ReleaseVersion) -> UploadOutcome {
        phase = .restarting
        let text = "Version \(version) was accepted; it starts in a moment, on trial."
        tell(text, isTrouble: false)
        listSlots()
        return UploadOutcome(isAccepted: true, text: text)
    }

    private func refused() -> UploadOutcome {
        if phase != .restarting { phase = .idle }
        let text = "The update was refused: \(refusal ?? "it is not complete")."
        tell(text, isTrouble: true)
        listSlots()
        return UploadOutcome(isAccepted: false, isFirmware: isFirmware, text: text)
    }

    // MARK: Going back, going on

    /// Chooses the version before; says why not.
    func rollBack() -> String? {
        if !options.isLaunched { return Self.withoutSlots }
        if phase != .idle { return "an update is under way: wait for its end" }
        guard options.programs != .package || choice.previous != nil else {
            return "nothing but the package's version has ever run"
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
        tell("Going back to the version before \(options.version).", isTrouble: false)
        return nil
    }

    /// The version that runs has proved itself.
    func prove() {
        var next = choice
        next.prove()
        do throws(SystemError) {
            try store.save(next)
        } catch {
            // Asked again in half a minute by nobody: the next start is another trial.
            recordTrouble("It cannot be noted that version \(options.version) works: \(error)")
        }
        choice = next
        tell("Version \(options.version) has proved itself and stays.", isTrouble: false)
        listSlots()
    }

    /// Nothing is kept of an upload that the end of the daemon cuts off.
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

    /// Something that is to be remembered, and shown as what became of it all.
    private func tell(_ text: String, isTrouble: Bool) {
        outcome = SlotNews(text, isTrouble: isTrouble)
        record(DeviceEvent(.update, isTrouble: isTrouble, text))
    }

    private func recordTrouble(_ text: String) {
        record(DeviceEvent(.update, isTrouble: true, text))
    }

    /// A refusal that is none of the upload that arrives.
    func recordRefusal(_ text: String) {
        recordTrouble(text)
    }
}
