import Chamber

/// What mode auto goes by, as its owner chooses it. The words are those of the service file and of the API.
package enum AutoChoice: String, CaseIterable, Sendable, Worded {
    /// The target of the printer's bed, while a print runs.
    case bed
    /// The chamber that the print itself names, else its filament, else the bed.
    case print
    /// The filament in use alone.
    case filament
    /// The bed's target, whether or not a print runs.
    case bedOnly = "bed_only"
    /// No printer: mode auto that a client turns on holds its target.
    case target

    package var word: String { rawValue }

    /// Those that can be chosen while the service runs: without a printer, others depend on mode auto.
    package static let offered: [AutoChoice] = [.bed, .print, .filament, .bedOnly]

    /// What the chamber is heated by, behind "Mode auto heats by".
    package var basis: String {
        switch self {
        case .bed: "the bed of a running print"
        case .print: "what each print wants"
        case .filament: "the filament that prints"
        case .bedOnly: "the bed alone, with and without a print"
        case .target: "no printer, but holds its target"
        }
    }
}
