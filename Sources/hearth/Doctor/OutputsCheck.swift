import Boards
import Lines

/// What the kernel does with an output whose program has died.
enum OutputsCheck {
    static func finding(_ lines: BoardLines, _ root: MachineRoot) -> Finding {
        let accepted = lines.acceptsPersistentOutputs
        switch PersistentOutputs.inspect(below: root.path("")) {
        case .fallBack:
            return .ok("outputs", "a line goes off when the program behind it dies")
        case .persist where accepted:
            return .warning(
                "outputs",
                "a line stays on when the program behind it dies, which the board file accepts",
                advice: advice
            )
        case .persist:
            return .failed(
                "outputs",
                "a line stays on when the program behind it dies, so Hearth refuses to heat",
                advice: advice
            )
        case .unknown where accepted || RaspberryPi.chips.contains(lines.chip):
            // Raspberry Pi kernels before this setting came let a line go.
            return .ok("outputs", "this kernel has no setting that leaves a line on")
        case .unknown:
            return .warning(
                "outputs",
                "whether a line stays on when the program behind it dies is not known",
                advice: "try it with a lamp for a heater (docs/wiring.md), then give "
                    + "accept_persistent_outputs: yes"
            )
        }
    }

    private static let advice =
        "add dtparam=strict_gpiod to /boot/firmware/config.txt and restart the machine"
}
