/// A fault that a board without an element probe detects late or never: `hearth board check`, the
/// doctor, set-up and `docs/safety.md` show this list.
///
/// The times are medians, with the worst in brackets, of calibrated simulated chambers: with an element
/// probe `script/prove matrix` on 200 random ones, without one, and for the chamber's probe, `script/prove
/// survey` on ten. Nothing was measured on a real heater.
package struct LateFault: Sendable {
    /// What fails.
    package let fault: String
    /// When an element probe detects it.
    package let withProbe: String
    /// When it is detected without one.
    package let without: String
    /// Whether it is the blower's, which a tachometer shows too.
    private let needsFan: Bool

    private init(_ fault: String, with: String, without: String, needsFan: Bool = false) {
        self.fault = fault
        withProbe = with
        self.without = without
        self.needsFan = needsFan
    }

    /// All of them, those of the relay first.
    package static let all = [
        LateFault(
            "the relay welds while nothing heats",
            with: "10 s (11 s)",
            without: "211 s (294 s)"
        ),
        LateFault(
            "the relay welds as the heat is turned off",
            with: "13 s (15 s)",
            without: "113 s (147 s)"
        ),
        LateFault(
            "the relay welds in a hold",
            with: "52 s (140 s)",
            without: "222 s (286 s), or when the heat is turned off"
        ),
        LateFault(
            "the element, its cut-out or its wire is open",
            with: "13 to 20 s (32 s)",
            without: "late: after 10 min without progress, and without a fault"
        ),
        LateFault(
            "the blower stops",
            with: "18 s (33 s)",
            without: "never, but by a tachometer: else the element's own limit and the thermal "
                + "cut-out are all there is",
            needsFan: true
        ),
        LateFault(
            "the element gets hotter than 105 °C",
            with: "0.5 s",
            without: "never"
        ),
        LateFault(
            "the chamber's probe sees half of the air, or none",
            with: "40 min (89 min), or 6 min (10 min)",
            without: "never: a warning after 56 min or 11 min; the air was up to 92 °C"
        ),
    ]

    /// The faults that a board may have; none where it has an element probe.
    package static func list(for board: ControllerConfiguration) -> [LateFault] {
        guard board.element == nil else { return [] }
        return all.filter { fault in
            !fault.needsFan || (board.isFanFitted && board.tachometer == nil)
        }
    }

    /// The fault and its detection times, as one line for people.
    package var line: String { "\(fault): \(without); with an element probe \(withProbe)" }
}
