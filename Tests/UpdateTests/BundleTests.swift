import Cryptography
import Testing
import Update

struct BundleTests {
    @Test func aRightBundleIsTakenInWhateverPiecesItComes() throws {
        let maker = try BundleMaker()
        let bundle = try maker.bundle()
        for pieces in [1, 2, 11, 12, 13, 76, 77, 1_000_000] {
            let head = try check(bundle, maker.terms, pieces: pieces)
            #expect(head.manifest.version.description == "0.2.0")
            let payload = Array(bundle[head.bytes.count...])
            let files = try unpack(payload, head.manifest, pieces: pieces)
            #expect(files["hearth"] == maker.contents[0])
            #expect(files["hearth-switch"] == maker.contents[1])
        }
    }

    @Test func everyFlippedBitIsRefusedBeforeAnythingIsUnpacked() throws {
        let maker = try BundleMaker()
        let bundle = try maker.bundle()
        var taken: [Int] = []
        for bit in 0..<(bundle.count * 8) {
            var wrong = bundle
            wrong[bit / 8] ^= 1 << (bit % 8)
            do {
                _ = try check(wrong, maker.terms)
                taken.append(bit)
            } catch is BundleError {
                continue
            }
        }
        #expect(taken.isEmpty)
    }

    @Test func everyTruncationIsRefusedAndSoIsOneByteMore() throws {
        let maker = try BundleMaker()
        let bundle = try maker.bundle()
        var taken: [Int] = []
        for count in 0..<bundle.count {
            do {
                _ = try check(Array(bundle[..<count]), maker.terms)
                taken.append(count)
            } catch is BundleError {
                continue
            }
        }
        #expect(taken.isEmpty)
        #expect(throws: BundleError.wrongLength) { try check(bundle + [0], maker.terms) }
    }

    @Test func onlyATrustedKeyCounts() throws {
        let maker = try BundleMaker()
        let other = try BundleMaker()
        let bundle = try maker.bundle()
        #expect(throws: BundleError.wrongSignature) { try check(bundle, other.terms) }
        var terms = other.terms
        terms.keys.append(maker.key.publicKey)
        #expect(try check(bundle, terms).manifest.version.description == "0.2.0")
        terms.keys = []
        #expect(throws: BundleError.wrongSignature) { try check(bundle, terms) }
    }

    @Test func whatIsNotForThisDeviceIsRefused() throws {
        var maker = try BundleMaker()
        maker.architecture = "arm64"
        #expect(throws: BundleError.wrongArchitecture(found: "arm64", here: "amd64")) {
            try check(maker.bundle(), maker.terms)
        }
        maker.architecture = "amd64"
        for version in ["0.1.0", "0.0.9", "0.1.0-rc.1"] {
            maker.version = version
            let refusal = BundleError.downgrade(
                found: BundleManifest.version(version),
                here: BundleMaker.here
            )
            #expect(throws: refusal) { try check(maker.bundle(), maker.terms) }
            var terms = maker.terms
            terms.allowsDowngrade = true
            #expect(try check(maker.bundle(), terms).manifest.version.description == version)
        }
        maker.version = "0.3.0"
        maker.minimum = "0.2.0"
        let refusal = BundleError.tooNew(
            minimum: BundleManifest.version("0.2.0"),
            here: BundleMaker.here
        )
        #expect(throws: refusal) { try check(maker.bundle(), maker.terms) }
    }

    static let manifests: [String] = [
        "",
        BundleMaker.entry("hearth"),
        BundleMaker.entry("hearth-switch") + "," + BundleMaker.entry("hearth"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("hearth"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("hearth-switch") + ","
            + BundleMaker.entry("hearth"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("../hearth-switch"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("/usr/bin/hearth"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("hearth-switch/../x"),
        BundleMaker.entry("hearth") + "," + BundleMaker.entry("postinst"),
        BundleMaker.entry("hearth", mode: 0o4755) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", mode: 0o777) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", size: 0) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", size: -1) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", size: 48 << 20) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", size: 1 << 40) + "," + BundleMaker.entry("hearth-switch"),
        BundleMaker.entry("hearth", digest: "00") + "," + BundleMaker.entry("hearth-switch"),
        #"{"path":"hearth"}"#, "1", "[]",
    ]

    @Test("A manifest that was signed by mistake is refused", arguments: manifests)
    func wrongManifest(files: String) throws {
        var maker = try BundleMaker()
        maker.files = files
        let bundle = try maker.bundle()
        #expect {
            try check(bundle, maker.terms)
        } throws: { error in
            if case .wrongManifest = error as? BundleError { true } else { false }
        }
    }

    @Test func aNewerFormAndNonsenseAreRefused() throws {
        var maker = try BundleMaker()
        maker.format = 2
        #expect(throws: BundleError.wrongManifest("its format is not 1")) {
            try check(maker.bundle(), maker.terms)
        }
        for text in ["nonsense", "[]", "{}", #"{"format":1}"#] {
            let bundle = try BundleMaker.signed(Array(text.utf8), [0], maker.key)
            #expect(throws: BundleError.self) { try check(bundle, maker.terms) }
        }
        #expect(throws: BundleError.notABundle) {
            try check(Array("MZ something else entirely".utf8), maker.terms)
        }
    }

    @Test func aBombStopsAtTheSizeThatItDeclared() throws {
        var maker = try BundleMaker()
        maker.payload = try BundleMaker.compressed([UInt8](repeating: 0, count: 32 << 20))
        let bundle = try maker.bundle()
        let head = try check(bundle, maker.terms)
        let reader = try PayloadReader(head.manifest)
        var handed = 0
        let result = bundle[head.bytes.count...].withUnsafeBytes { bytes in
            Result { () throws(BundleError) in
                try reader.receive(bytes) { (step) throws(BundleError) in
                    if case .bytes(_, let part) = step { handed += part.count }
                }
            }
        }
        #expect(throws: BundleError.wrongPayload) { try result.get() }
        #expect(handed <= head.manifest.unpackedSize)
    }

    @Test func aPayloadThatIsNotWhatTheManifestSaysIsRefused() throws {
        let maker = try BundleMaker()
        let right = maker.contents.flatMap { $0 }
        let wrong = [
            Array(right.dropLast()), right + [0], Array(right.reversed()), [],
        ]
        for content in wrong {
            var other = maker
            other.payload = try BundleMaker.compressed(content)
            let bundle = try other.bundle()
            let head = try check(bundle, maker.terms)
            #expect(throws: BundleError.wrongPayload) {
                try unpack(Array(bundle[head.bytes.count...]), head.manifest)
            }
        }
        for payload in [Array("no xz".utf8), try BundleMaker.compressed(right) + [0]] {
            var other = maker
            other.payload = payload
            let bundle = try other.bundle()
            let head = try check(bundle, maker.terms)
            #expect(throws: BundleError.wrongPayload) {
                try unpack(Array(bundle[head.bytes.count...]), head.manifest)
            }
        }
    }

    @Test func aBundleThatIsTooLargeIsRefusedByItsHead() throws {
        var maker = try BundleMaker()
        maker.payload = [UInt8](repeating: 7, count: BundleLimits.bundle)
        #expect(throws: BundleError.tooLarge) { try check(maker.bundle(), maker.terms) }
    }
}
