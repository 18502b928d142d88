import Cryptography
import Plant
import System
import Testing
import Update

struct SlotTests {
    private let maker: BundleMaker
    private let disk = ModelDisk()
    private let store: SlotStore
    private let here = BundleMaker.here

    init() throws {
        maker = try BundleMaker()
        store = SlotStore(disk, trusting: [maker.key.publicKey])
    }

    /// Uploads and chooses a version, as the daemon does.
    private func install(_ version: String, into slot: ProgramSet) throws {
        var maker = maker
        maker.version = version
        try Self.install(maker.bundle(), maker.terms, into: slot, store)
    }

    private static func install(
        _ bundle: [UInt8],
        _ terms: BundleTerms,
        into slot: ProgramSet,
        _ store: SlotStore
    ) throws {
        var terms = terms
        terms.allowsDowngrade = true
        let head = try check(bundle, terms)
        try store.beginIncoming(bundle.count)
        for start in stride(from: 0, to: bundle.count, by: 200) {
            let piece = Array(bundle[start..<min(start + 200, bundle.count)])
            let result = piece.withUnsafeBytes { bytes in
                Result { () throws(SystemError) in try store.appendIncoming(bytes) }
            }
            try result.get()
        }
        try store.install(head, into: slot)
        var choice = try store.choice(packageVersion: BundleMaker.here)
        choice.install(slot)
        try store.save(choice)
    }

    private func launch() -> Launch {
        Launch.decide(store, packageVersion: here)
    }

    private func prove() throws {
        var choice = try store.choice(packageVersion: here)
        choice.prove()
        try store.save(choice)
    }

    @Test func aNewVersionIsTriedAndStaysOnceItIsProved() throws {
        #expect(launch() == .package)
        try install("0.2.0", into: .a)
        let version = BundleManifest.version("0.2.0")
        #expect(launch() == .slot(.a, version, isTrial: true))
        try prove()
        for _ in 0..<10 { #expect(launch() == .slot(.a, version, isTrial: false)) }
    }

    @Test func aVersionThatEndsThreeTimesIsGivenUpAndPeopleAreTold() throws {
        try install("0.2.0", into: .a)
        try prove()
        try install("0.3.0", into: .b)
        for _ in 0..<SlotChoice.starts {
            #expect(launch() == .slot(.b, BundleManifest.version("0.3.0"), isTrial: true))
        }
        #expect(launch() == .slot(.a, BundleManifest.version("0.2.0"), isTrial: false))
        let news = try store.choice(packageVersion: here).news
        #expect(news.count == 1)
        #expect(news.first?.isTrouble == true)
        #expect(news.first?.text.contains("0.3.0 did not prove itself") == true)
    }

    @Test func aChangedProgramIsNotStarted() throws {
        try install("0.2.0", into: .a)
        try prove()
        try install("0.3.0", into: .b)
        try prove()
        disk.damage("b/hearth-switch")
        #expect(launch() == .package)
        let choice = try store.choice(packageVersion: here)
        #expect(choice.use == .package)
        #expect(choice.news.first?.text.contains("slot b are damaged") == true)
    }

    @Test func aChangedHeadAndAnUntrustedKeyAreNotStarted() throws {
        try install("0.2.0", into: .a)
        try prove()
        let stranger = SlotStore(disk, trusting: [try Ed25519PrivateKey.random().publicKey])
        #expect(Launch.decide(stranger, packageVersion: here) == .package)
        try install("0.2.0", into: .a)
        disk.damage("a/head")
        #expect(launch() == .package)
    }

    @Test func aNewerPackageWinsOverAnOlderSlotAndAnOlderOneDoesNot() throws {
        try install("0.2.0", into: .a)
        try prove()
        let slot = Launch.slot(.a, BundleManifest.version("0.2.0"), isTrial: false)
        #expect(Launch.decide(store, packageVersion: BundleManifest.version("0.1.1")) == slot)
        #expect(Launch.decide(store, packageVersion: BundleManifest.version("0.2.0")) == .package)
        let choice = try store.choice(packageVersion: here)
        #expect(choice.use == .package)
        #expect(choice.news.last?.isTrouble == false)
    }

    @Test func aDowngradeThatWasAskedForOutlivesThePackageThatWasThere() throws {
        try install("0.0.9", into: .a)
        try prove()
        #expect(launch() == .slot(.a, BundleManifest.version("0.0.9"), isTrial: false))
    }

    @Test func goingBackChoosesWhatRanBefore() throws {
        try install("0.2.0", into: .a)
        try prove()
        try install("0.3.0", into: .b)
        try prove()
        var choice = try store.choice(packageVersion: here)
        choice.rollBack()
        try store.save(choice)
        #expect(launch() == .slot(.a, BundleManifest.version("0.2.0"), isTrial: false))
        choice.rollBack()
        try store.save(choice)
        #expect(launch() == .slot(.b, BundleManifest.version("0.3.0"), isTrial: false))
    }

    @Test func aTrialThatCannotBeCountedIsNotStarted() throws {
        try install("0.2.0", into: .a)
        disk.callsLeft = 0
        #expect(launch() == .package)
    }

    @Test func aFullDiskTakesNothing() throws {
        disk.free = 1 << 20
        #expect(throws: SystemError.self) { try install("0.2.0", into: .a) }
        #expect(try disk.names(in: "").isEmpty)
    }

    @Test func aChoiceThatMakesNoSenseIsThePackage() throws {
        let texts = [
            "", "{", "[]", "{}", #"{"format":2,"use":"a","package":"0.1.0"}"#,
            #"{"format":1,"use":"c","package":"0.1.0"}"#, #"{"format":1,"use":"a"}"#,
            #"{"format":1,"use":"a","package":"0.1.0","trial":{"starts_left":9,"fallback":"b"}}"#,
        ]
        for text in texts { #expect(SlotChoice(parsing: Array(text.utf8)) == nil) }
        var choice = SlotChoice(packageVersion: here)
        choice.install(.b)
        choice.report("a \"word\"", isTrouble: true)
        #expect(SlotChoice(parsing: choice.encoded()) == choice)
        for index in 0..<100 { choice.report("\(index)", isTrouble: false) }
        #expect(choice.news.count == 8)
    }

    /// The version that starts after a power cut is whole: the old one or the new one, nothing
    /// else.
    @Test func whereverThePowerGoesInASwitchTheOldOrTheNewVersionStarts() throws {
        var luck = SeededGenerator(seed: 7)
        var bundleMaker = maker
        bundleMaker.version = "0.2.0"
        let first = try bundleMaker.bundle()
        bundleMaker.version = "0.3.0"
        let second = try bundleMaker.bundle()
        let old = Launch.slot(.a, BundleManifest.version("0.2.0"), isTrial: false)
        let new = Launch.slot(.b, BundleManifest.version("0.3.0"), isTrial: true)
        var seen: Set<String> = []
        var cuts = 0
        var isDone = false
        var calls = 0
        while !isDone {
            defer { calls += 1 }
            for _ in 0..<8 {
                let disk = ModelDisk()
                let store = SlotStore(disk, trusting: [maker.key.publicKey])
                try Self.install(first, maker.terms, into: .a, store)
                var choice = try store.choice(packageVersion: here)
                choice.prove()
                try store.save(choice)
                disk.powerUp { true }
                disk.callsLeft = calls
                do {
                    try Self.install(second, maker.terms, into: .b, store)
                    isDone = true
                } catch is SystemError {
                    cuts += 1
                } catch is InstallError {
                    cuts += 1
                }
                disk.powerUp { Bool.random(using: &luck) }
                try store.removeLeftovers()
                let launch = Launch.decide(store, packageVersion: here)
                seen.insert("\(launch)")
                #expect(launch == old || launch == new, "cut after \(calls) calls")
                if isDone { #expect(launch == new) }
                let names = try disk.names(in: "")
                #expect(!names.contains { $0 == "incoming" || $0.hasSuffix(".new") })
            }
        }
        #expect(cuts > 100)
        #expect(seen.count == 2)
    }

    @Test func whereverThePowerGoesInATrialItsStartsAreCountedAndTheOldVersionIsThere() throws {
        for calls in 0..<8 {
            let disk = ModelDisk()
            let store = SlotStore(disk, trusting: [maker.key.publicKey])
            try Self.install(maker.bundle(), maker.terms, into: .a, store)
            disk.powerUp { true }
            // However often the power fails, a version gets three starts at most.
            for _ in 0..<20 {
                disk.callsLeft = calls
                _ = Launch.decide(store, packageVersion: here)
                disk.powerUp { false }
            }
            let launch = Launch.decide(store, packageVersion: here)
            let isCounted = calls >= 5
            #expect((launch == .package) == isCounted, "\(calls) calls")
        }
    }
}
