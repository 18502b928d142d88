import Chamber
import Surroundings
import SwitchCore

/// What was published of a printer, so that nothing is repeated.
struct KlipperNews {
    /// Moonraker reports up to four times a second; people and mode auto need one.
    private static let between = Duration.seconds(1)
    /// A restart of Klipper takes up to half of this on a Raspberry Pi Zero.
    private static let longestRestart = Duration.seconds(40)

    private var link: PrinterLinkState?
    private var trouble = ""
    private var bed: BedReport??
    private var bedAt = Instant.zero
    private var report: PrinterReport?
    private var reportAt = Instant.zero
    /// An event that is recorded only if its trouble lasts.
    private var held: (event: DeviceEvent, until: Instant)?
    /// Klipper went away, and no event has said so.
    private var isRestarting = false

    /// When the event that is held is due.
    var deadline: Instant { held?.until ?? .distantFuture }

    /// The event that was held, once its trouble has lasted.
    mutating func expire(at now: Instant) -> [KlipperFollower.Effect] {
        guard let held, now >= held.until else { return [] }
        self.held = nil
        isRestarting = false
        return [.record(held.event)]
    }

    /// The printer reports; `lack`: what is missing for mode auto, or nothing.
    mutating func reportConnected(
        _ lack: String,
        about binding: DeviceProfile.KlipperBinding
    ) -> [KlipperFollower.Effect] {
        let (before, wasRestarted) = (link, isRestarting)
        guard let news = change(.connected, lack) else { return [] }
        (held, isRestarting) = (nil, false)
        guard before != .connected else { return [news] }
        let words = wasRestarted ? "was restarted, and reports" : "reports"
        let text = "Klipper printer \(binding.title) \(words)."
        return [news, .record(DeviceEvent(.printer, isTrouble: false, text))]
    }

    /// What is wrong with the link, where that has changed, and an event where it is worth one.
    mutating func report(
        _ trouble: KlipperTrouble,
        about binding: DeviceProfile.KlipperBinding,
        at now: Instant
    ) -> [KlipperFollower.Effect] {
        guard let news = change(trouble.state, trouble.text) else { return [] }
        held = nil
        // A start, or a break that may be over in a second.
        guard trouble.state != .connecting else { return [news] }
        isRestarting = trouble.weight == .alarmIfItLasts
        let event = DeviceEvent(
            .printer,
            isTrouble: trouble.weight != .remark,
            "Klipper printer \(binding.title): \(trouble.text)".asSentence
        )
        switch trouble.weight {
        case .alarm, .remark: return [news, .record(event)]
        case .alarmIfItLasts:
            held = (event, now.advanced(by: Self.longestRestart))
            return [news]
        }
    }

    /// The news of the link's state; `nil`: it is unchanged.
    private mutating func change(
        _ state: PrinterLinkState,
        _ text: String
    ) -> KlipperFollower.Effect? {
        guard state != link || text != trouble else { return nil }
        (link, trouble) = (state, text)
        if state != .connected { report = nil }
        return .news(.link(state, trouble: text))
    }

    /// The bed report for mode auto: changes at once, and the same again each second as a sign of
    /// life.
    mutating func reportBed(_ newest: BedReport?, at now: Instant) -> [KlipperFollower.Effect] {
        guard bed != .some(newest) || now.duration(since: bedAt) >= Self.between else { return [] }
        if bed == .some(nil), newest == nil { return [] }
        bed = .some(newest)
        bedAt = now
        return [.news(.bed(newest))]
    }

    mutating func reportNewest(_ newest: PrinterReport, at now: Instant) -> [KlipperFollower.Effect]
    {
        guard
            report?.activity != newest.activity || report?.plan != newest.plan
                || now.duration(since: reportAt) >= Self.between
        else { return [] }
        report = newest
        reportAt = now
        return [.news(.report(newest))]
    }
}
