import Chamber
import Surroundings
import SwitchCore

/// Mode auto with `stand_alone: yes` and no printer bound: it holds the target for a client of `/ws` that
/// asked for it, because that client knows of the print (OctoPrint's plugin does). With `auto: target` it
/// does so for every client, whatever printer is bound.
///
/// It stands in for a printer's report, which expires on its own within a minute.
struct StandAloneAuto {
    /// Well within the minute that a report is fresh.
    private static let interval = Duration.seconds(1)
    /// For the wishes of the client to take effect, and for its next message.
    private static let patience = Duration.seconds(3)

    private var askedAt: Instant?
    private var reported: (target: Celsius, at: Instant)?

    /// A client of `/ws` has made a wish.
    mutating func record(_ wish: Wish, at now: Instant) {
        switch wish {
        case .setMode(.auto), .setPower(true): askedAt = now
        case .setMode, .setPower(false): askedAt = nil
        default: break
        }
    }

    /// The report that is due; the outer `nil`: none.
    mutating func beat(_ snapshot: Snapshot, _ device: DeviceView, at now: Instant) -> BedReport?? {
        let settings = snapshot.settings
        let isAlone = device.status.needsNoPrinter
        let isAuto = settings.isOn && settings.mode == .auto
        if !isAuto, let since = askedAt, now.duration(since: since) >= Self.patience {
            askedAt = nil
        }
        guard isAlone, isAuto, askedAt != nil || device.status.holdsTarget else {
            guard reported != nil else { return nil }
            reported = nil
            return .some(nil)
        }
        if let reported, reported.target == settings.target,
            now.duration(since: reported.at) < Self.interval
        {
            return nil
        }
        reported = (settings.target, now)
        return BedReport(target: Celsius(0), isPrinting: true, chamberTarget: settings.target)
    }
}
