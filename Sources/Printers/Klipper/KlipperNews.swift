import Chamber
import Surroundings
import SwitchCore

/// What was published of a printer, so that nothing is repeated.
struct KlipperNews {
    /// Moonraker reports up to four times a second; people and mode auto need one.
    private static let between = Duration.seconds(1)

    private var link: PrinterLinkState?
    private var trouble = ""
    private var bed: BedReport??
    private var bedAt = Instant.zero
    private var report: PrinterReport?
    private var reportAt = Instant.zero

    /// The state of the link, where it has changed, and an event where it is worth one.
    mutating func tellLink(
        _ state: PrinterLinkState,
        _ text: String,
        about binding: DeviceProfile.KlipperBinding
    ) -> [KlipperFollower.Effect] {
        guard state != link || text != trouble else { return [] }
        let before = link
        (link, trouble) = (state, text)
        if state != .connected { report = nil }
        let news = KlipperFollower.Effect.news(.link(state, trouble: text))
        let title = "Klipper printer \(binding.title)"
        switch state {
        case .connected:
            guard before != .connected else { return [news] }
            return [news, .record(DeviceEvent(.printer, isTrouble: false, "\(title) reports."))]
        case .connecting:
            // A start, or a break that may be over in a second.
            return [news]
        case .unbound, .wrongAddress, .wrongSerial, .wrongAccess, .failed:
            return [
                news,
                .record(DeviceEvent(.printer, isTrouble: true, "\(title): \(text)".asSentence)),
            ]
        }
    }

    /// The bed report for mode auto: changes at once, and the same again each second as a sign of
    /// life.
    mutating func tellBed(_ newest: BedReport?, at now: Instant) -> [KlipperFollower.Effect] {
        guard bed != .some(newest) || now.duration(since: bedAt) >= Self.between else { return [] }
        if bed == .some(nil), newest == nil { return [] }
        bed = .some(newest)
        bedAt = now
        return [.news(.bed(newest))]
    }

    mutating func tellReport(_ newest: PrinterReport, at now: Instant) -> [KlipperFollower.Effect] {
        guard report?.activity != newest.activity || now.duration(since: reportAt) >= Self.between
        else { return [] }
        report = newest
        reportAt = now
        return [.news(.report(newest))]
    }
}
