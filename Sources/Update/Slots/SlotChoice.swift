/// Which programs are to run: one small file, replaced as a whole, and the only thing that a switch from
/// one version to another changes.
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
        /// What comes back if it does not prove itself.
        package let fallback: ProgramSet

        package init(startsLeft: Int, fallback: ProgramSet) {
            self.startsLeft = startsLeft
            self.fallback = fallback
        }
    }

    /// How often a version is started before it is given up: once is too few, for a power cut in its
    /// first minute is not its fault.
    package static let starts = 3

    /// What is to run.
    package var use: ProgramSet
    /// It has not proved itself yet.
    package var trial: Trial?
    /// What ran before, to go back to; `nil`: nothing but the package.
    package var previous: ProgramSet?
    /// The package's version when this was chosen: another one has been installed since where that
    /// differs.
    package var packageVersion: ReleaseVersion
    /// What people are still to be told, oldest first.
    package var news: [SlotNews]

    /// What holds where nothing was ever chosen.
    package init(packageVersion: ReleaseVersion) {
        use = .package
        self.packageVersion = packageVersion
        news = []
    }

    // MARK: Changes

    /// A new version was unpacked to `slot` and is to be tried.
    package mutating func install(_ slot: ProgramSet) {
        let fallback = trial?.fallback ?? use
        trial = Trial(startsLeft: Self.starts, fallback: fallback)
        previous = fallback
        use = slot
    }

    /// Takes one start of the trial; false: none is left.
    package mutating func takeStart() -> Bool {
        guard let left = trial?.startsLeft else { return true }
        guard left > 0 else { return false }
        trial?.startsLeft = left - 1
        return true
    }

    /// What runs has proved itself.
    package mutating func prove() {
        trial = nil
    }

    /// What is to run cannot, or did not prove itself: what ran before it comes back.
    package mutating func fallBack() {
        let failed = use
        use = trial?.fallback ?? .package
        // A slot that failed is nothing to go back to.
        if use == failed { use = .package }
        trial = nil
        previous = nil
    }

    /// Goes back to what ran before. It was proved when it ran, so it is not tried again.
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

    /// Something to be told; the oldest is dropped where nobody ever listens.
    package mutating func tell(_ text: String, isTrouble: Bool) {
        news.append(SlotNews(text, isTrouble: isTrouble))
        if news.count > Self.mostNews { news.removeFirst() }
    }

    private static let mostNews = 8
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
