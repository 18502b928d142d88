/// A fault that a board without an element probe detects late or never: `hearth board check`, the
/// doctor, set-up and `docs/safety.md` show this list.
///
/// The times are medians, with the worst in brackets, of calibrated simulated chambers: with an element
/// probe `script/prove matrix` on 200 random ones, without one `script/prove survey` on ten. Nothing was measured on a real heater.
package struct LateFault: Sendable {
    /// What fails.
    package let fault: String
    /// When an element probe detects it.
    package let withProbe: String
    /// When it is detected without one.
    package let without: String
    /// Whether it is only possible with a blower.
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
            without: "never: the element's own limit and the thermal cut-out are all there is",
            needsFan: true
        ),
        LateFault(
            "the element gets hotter than 105 °C",
            with: "0.5 s",
            without: "never"
        ),
        LateFault(
            "the chamber's probe has slipped out of the air",
            with: "7 to 37 min",
            without: "late: by the heat balance after an hour; the air was up to 94 °C"
        ),
    ]

    /// The faults that a board may have; none where it has an element probe.
    package static func list(for board: ControllerConfiguration) -> [LateFault] {
        guard board.element == nil else { return [] }
        return all.filter { board.isFanFitted || !$0.needsFan }
    }

    /// The fault and its detection times, as one line for people.
    package var line: String { "\(fault): \(without); with an element probe \(withProbe)" }
}
