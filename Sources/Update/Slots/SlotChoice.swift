import JSON

/// Which programs run: one small file, replaced as a whole, and the only thing that a change of
/// version changes.
///
/// ```
///              install                 60 s in good order
/// settled(x) ───────────▶ trial(y, 3) ───────────────────▶ settled(y)
///      ▲                   │  ▲    │
///      │  no start is left │  └────┘ each start takes one, before it
///      └───────────────────┘
/// ```
package struct SlotChoice: Equatable, Sendable {
    /// A version that has to prove itself.
    package struct Trial: Equatable, Sendable {
        /// How often it may still be started.
        package var startsLeft: Int
        /// What runs again if it fails.
        package let fallback: ProgramSet

        package init(startsLeft: Int, fallback: ProgramSet) {
            self.startsLeft = startsLeft
            self.fallback = fallback
        }
    }

    /// How often a version is started before it is rolled back: once is too few, because a power
    /// cut in its first minute is not its fault.
    package static let starts = 3

    /// What the next start runs.
    package var use: ProgramSet
    /// Set while `use` has not proved itself.
    package var trial: Trial?
    /// What ran before, to go back to; `nil`: nothing but the package.
    package var previous: ProgramSet?
    /// The package's version when this was chosen, to notice that another one was installed since.
    package var packageVersion: ReleaseVersion
    /// What is still to be reported, oldest first.
    package var news: [SlotNews]

    /// The choice before any update.
    package init(packageVersion: ReleaseVersion) {
        use = .package
        self.packageVersion = packageVersion
        news = []
    }

    // MARK: Changes

    /// A new version was unpacked to `slot`: its trial begins.
    package mutating func install(_ slot: ProgramSet) {
        let fallback = trial?.fallback ?? use
        trial = Trial(startsLeft: Self.starts, fallback: fallback)
        previous = fallback
        use = slot
    }

    /// Takes one start of the trial; false: none is left.
    package mutating func spendStart() -> Bool {
        guard let left = trial?.startsLeft else { return true }
        guard left > 0 else { return false }
        trial?.startsLeft = left - 1
        return true
    }

    /// What runs has proved itself.
    package mutating func prove() {
        trial = nil
    }

    /// What should run cannot, or failed its trial: falls back to the previous one.
    package mutating func fallBack() {
        let failed = use
        use = trial?.fallback ?? .package
        // Never back to a slot that failed.
        if use == failed { use = .package }
        trial = nil
        previous = nil
    }

    /// Rolls back to what ran before. It has proved itself already, so there is no trial.
    package mutating func rollBack() {
        let left = use
        use = previous ?? .package
        previous = trial == nil && left != use ? left : nil
        trial = nil
    }

    /// The package's own programs from now on.
    package mutating func usePackage(_ version: ReleaseVersion) {
        if use != .package { previous = use }
        use = .package
        trial = nil
        packageVersion = version
    }

    /// Adds news; drops the oldest where nobody collects it.
    package mutating func report(_ text: String, isTrouble: Bool) {
        news.append(SlotNews(text, isTrouble: isTrouble))
        if news.count > Self.mostNews { news.removeFirst() }
    }

    private static let mostNews = 8

    /// The form that this version reads and writes.
    private static let format = 1
    /// Bytes of the file; ours has 300, and with all news 3,000.
    static let longest = 16 * 1024

    /// From a file's bytes; `nil` where they are malformed, which counts as no choice.
    package init?(parsing bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            return nil
        }
        guard let object = value.object, object["format"]?.wholeNumber == Self.format,
            let use = object["use"]?.string.flatMap(ProgramSet.init(rawValue:)),
            let version = object["package"]?.string.flatMap(ReleaseVersion.init)
        else { return nil }
        self.init(packageVersion: version)
        self.use = use
        previous = object["previous"]?.string.flatMap(ProgramSet.init(rawValue:))
        if let trial = object["trial"]?.object {
            guard let left = trial["starts_left"]?.wholeNumber, (0...Self.starts).contains(left),
                let fallback = trial["fallback"]?.string.flatMap(ProgramSet.init(rawValue:))
            else { return nil }
            self.trial = Trial(startsLeft: left, fallback: fallback)
        }
        guard case .array(let entries)? = object["news"] else { return }
        for entry in entries {
            guard let text = entry.object?["text"]?.string else { continue }
            report(text, isTrouble: entry.object?["trouble"]?.bool == true)
        }
    }

    /// The bytes of its file.
    package func encoded() -> [UInt8] {
        let json = JSONWriter.object { json in
            json.member("format", Self.format)
            json.member("use", use.rawValue)
            json.member("package", packageVersion.description)
            if let previous { json.member("previous", previous.rawValue) }
            if let trial {
                json.object("trial") { json in
                    json.member("starts_left", trial.startsLeft)
                    json.member("fallback", trial.fallback.rawValue)
                }
            }
            json.array("news") { list in
                for item in news {
                    list.object { json in
                        json.member("text", item.text)
                        json.member("trouble", item.isTrouble)
                    }
                }
            }
        }
        return json + [UInt8(ascii: "\n")]
    }
}

/// A line for people that waits for a daemon to store it as an event.
package struct SlotNews: Equatable, Sendable {
    /// A sentence.
    package let text: String
    /// Something went wrong.
    package let isTrouble: Bool

    package init(_ text: String, isTrouble: Bool) {
        self.text = text
        self.isTrouble = isTrouble
    }
}

/// A set of programs that can run: the package's, or one of the two that updates unpack to.
package enum ProgramSet: String, CaseIterable, Equatable, Hashable, Sendable {
    /// What the Debian package installed. Always there, and never changed by an update.
    case package
    case a
    case b

    /// Those that updates unpack to.
    package static let slots: [ProgramSet] = [.a, .b]

    /// The slot that an update may overwrite while this set runs: never the one that runs.
    package var next: ProgramSet { self == .a ? .b : .a }
}
