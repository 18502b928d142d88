import Chamber
import Surroundings

extension BambuReport {
    /// What counts for auto mode; `nil` until the printer has said what it does and what its bed is to
    /// have.
    func bedReport(_ rule: PrinterSettings.AutoRule) -> BedReport? {
        guard !activityWord.isEmpty, let bedTarget else { return nil }
        let isPrinting = activity?.isPrinting ?? false
        switch rule {
        case .bed:
            return BedReport(target: bedTarget, isPrinting: isPrinting)
        case .filament(let filaments):
            return BedReport(
                target: bedTarget,
                isPrinting: isPrinting,
                chamberTarget: filaments.target(for: trays.activeType)
            )
        }
    }

    /// What people want to see.
    var shown: PrinterReport {
        var shown = PrinterReport()
        shown.activity = activityWord.lowercased()
        shown.bedTarget = bedTarget
        shown.bed = bed
        shown.chamber = chamber
        shown.filament = String(trays.activeType.prefix(32))
        shown.trouble = trouble
        if activity?.isPrinting == true {
            shown.progress = progress
            shown.remaining = remaining
        }
        return shown
    }
}
