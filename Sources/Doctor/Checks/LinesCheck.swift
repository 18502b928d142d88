package import Boards
import Chamber
package import CommandLine
import Inputs
import Lines

/// The GPIO chip, its lines, and what happens to them when their program dies. Requests no line.
package enum LinesCheck {
    static func findings(_ lines: BoardLines, _ daemon: RunningDaemon) -> [Finding] {
        do throws(LineError) {
            let chip = try GPIOChip.open(lines.chip)
            let found = "\(chip.label) is \(chip.path), with \(chip.lineCount) lines"
            return [.ok("gpio", found)] + uses(of: lines, on: chip, daemon)
        } catch {
            return [chipFailure(error)]
        }
    }

    private static func chipFailure(_ error: LineError) -> Finding {
        switch error.kind {
        case .unknownChip:
            .failed("gpio", error.description, advice: "correct chip in [gpio]")
        case .denied:
            .failed(
                "gpio",
                String(error.description.prefix { $0 != ";" }),
                advice: "run this with sudo, or join the group gpio"
            )
        case .unknownLine, .busy, .other:
            .failed("gpio", error.description, advice: "look at the kernel's log (dmesg)")
        }
    }

    /// One finding for each line that cannot be had; one for all where each can.
    private static func uses(
        of lines: BoardLines,
        on chip: GPIOChip,
        _ daemon: RunningDaemon
    ) -> [Finding] {
        var named: [(String, LineReference)] = lines.outputs.map { ($0.purpose.rawValue, $0.line) }
        named += lines.buttons.map { ("button \($0.name.rawValue)", $0.line) }
        named += lines.contacts.map { ("input \($0.name.word)", $0.line.line) }
        if let tachometer = lines.tachometer { named.append(("tachometer", tachometer)) }
        var failures: [Finding] = []
        var held = 0
        for (name, line) in named {
            do throws(LineError) {
                let state = try chip.state(of: try chip.number(of: line))
                guard let holder = state.holder else { continue }
                guard daemon.isRunning, holder.hasPrefix("hearth") else {
                    failures.append(busy(name, line, holder))
                    continue
                }
                held += 1
            } catch {
                failures.append(
                    .failed("lines", "\(name): \(error)", advice: "correct line in the board file")
                )
            }
        }
        guard failures.isEmpty else { return failures }
        let list = named.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let state = held > 0 ? "held by the daemon, or free" : "free"
        return [.ok("lines", "\(list): \(state)")]
    }

    private static func busy(_ name: String, _ line: LineReference, _ holder: String) -> Finding {
        let processes = LineHolder.processes()
        let those =
            processes.isEmpty ? "" : "; lines are held by \(processes.joined(separator: ", "))"
        return .failed(
            "lines",
            "\(name): line \(line) is taken by \"\(holder)\"\(those)",
            advice: "stop that program, or take another line"
        )
    }

    /// What the kernel does with an output after its program has died; `nil` where nothing can be said:
    /// a machine without a GPIO chip, or one that does not run.
    package static func outputs(_ lines: BoardLines, _ root: MachineRoot) -> Finding? {
        let accepted = lines.acceptsPersistentOutputs
        let outputAdvice = BootCheck.adviceAboutOutputs(root)
        guard !root.names(in: "/dev").filter({ $0.hasPrefix("gpiochip") }).isEmpty else {
            return nil
        }
        switch PersistentOutputs.inspect(below: root.path("")) {
        case .fallBack:
            return .ok("outputs", "a line goes off when the program behind it dies")
        case .persist where accepted:
            return .warning(
                "outputs",
                "a line stays on when the program behind it dies, which the board file accepts",
                advice: outputAdvice
            )
        case .persist:
            return .failed(
                "outputs",
                "a line stays on when the program behind it dies, so Hearth refuses to heat",
                advice: outputAdvice
            )
        case .unknown where accepted || RaspberryPi.chips.contains(lines.chip):
            // Raspberry Pi kernels without this setting release the line.
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
}
