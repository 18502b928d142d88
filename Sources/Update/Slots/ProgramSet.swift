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
