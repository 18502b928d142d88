import System

/// Which programs a start begins, decided before anything else is done.
///
/// It runs in the package's own program, which no update changes.
package enum Launch: Equatable, Sendable {
    /// The package's.
    case package
    /// A slot's, whose programs match their signature; `isTrial`: it has to prove itself.
    case slot(ProgramSet, ReleaseVersion, isTrial: Bool)

    /// Decides, and counts the start of a version on trial before it is made. Where the disk cannot
    /// be written no trial starts, because it would not be counted.
    package static func decide(_ store: SlotStore, packageVersion: ReleaseVersion) -> Launch {
        do throws(SystemError) {
            var choice = try store.choice(packageVersion: packageVersion)
            return try decide(store, &choice, packageVersion)
        } catch {
            return .package
        }
    }

    private static func decide(
        _ store: SlotStore,
        _ choice: inout SlotChoice,
        _ packageVersion: ReleaseVersion
    ) throws(SystemError) -> Launch {
        // Each round ends or falls back: from the slot to the other slot, then to the package.
        for _ in ProgramSet.allCases where choice.use != .package {
            let slot = choice.use
            guard let manifest = try store.verified(slot) else {
                choice.report(
                    "The programs in slot \(slot.rawValue) are damaged or not signed by a key that "
                        + "is trusted here; Hearth has rolled back.",
                    isTrouble: true
                )
                choice.fallBack()
                try store.save(choice)
                continue
            }
            if packageVersion != choice.packageVersion, packageVersion >= manifest.version {
                choice.usePackage(packageVersion)
                choice.report(
                    "The installed package has version \(packageVersion), which takes the place of "
                        + "version \(manifest.version) from an update.",
                    isTrouble: false
                )
                try store.save(choice)
                break
            }
            guard choice.trial != nil else { return .slot(slot, manifest.version, isTrial: false) }
            if choice.spendStart() {
                try store.save(choice)
                return .slot(slot, manifest.version, isTrial: true)
            }
            choice.giveUp(
                manifest.version,
                because: "it ended \(SlotChoice.starts) times too early"
            )
            try store.save(choice)
        }
        return .package
    }
}

extension SlotChoice {
    /// The version on trial failed: rolls back to the previous one, and reports that.
    package mutating func giveUp(_ version: ReleaseVersion, because reason: String) {
        report(
            "Version \(version) did not prove itself: \(reason). Hearth has rolled back; see the "
                + "log.",
            isTrouble: true
        )
        fallBack()
    }
}
