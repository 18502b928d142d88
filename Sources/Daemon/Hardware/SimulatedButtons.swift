import Inputs

/// The buttons of a simulated board, which has no lines: a program presses them.
struct SimulatedButtons: Sendable {
    /// Those that the board's file has.
    let fitted: [ButtonName]
    private let publish: @Sendable (ButtonPanel.Press) -> Void

    init(_ fitted: [ButtonName], press: @escaping @Sendable (ButtonPanel.Press) -> Void) {
        self.fitted = fitted
        publish = press
    }

    /// Presses a button; answers why not, or `nil`.
    func press(_ name: String, isLong: Bool) -> String? {
        guard let button = fitted.first(where: { $0.rawValue == name }) else {
            let known = fitted.map(\.rawValue).joined(separator: ", ")
            return known.isEmpty
                ? "this board has no buttons: give its file a section such as [button on]"
                : "this board has no button of that name: it has \(known)"
        }
        publish(ButtonPanel.Press(button: button, kind: isLong ? .long : .short))
        return nil
    }
}
