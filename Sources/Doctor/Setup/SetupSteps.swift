package import CommandLine
import Settings
import Surroundings
import System

/// What follows the board file on this machine: each step is a command of its own, can be skipped, and may
/// be done later.
extension Setup {
    /// A step, the question before it, and the command that does it.
    private struct Step {
        let question: String
        let command: [String]
        let needsRoot: Bool

        /// As a person would type it.
        var typed: String {
            (needsRoot ? "sudo hearth " : "hearth ") + command.joined(separator: " ")
        }
    }

    private static let selfTest = Step(
        question: "Try the hardware now? It heats for a minute at most; stay beside it.",
        command: ["selftest"],
        needsRoot: true
    )
    private static let calibrate = Step(
        question:
            "Measure this heater and its chamber now? Five minutes, with the chamber cold and its "
            + "door closed.",
        command: ["calibrate"],
        needsRoot: false
    )
    private static let password = Step(
        question: "Ask everyone in the network for a password?",
        command: ["access", "password"],
        needsRoot: true
    )

    /// Heat needs somebody who watches: who agrees to all beforehand does not.
    private func wants(_ step: Step) -> Bool {
        !agreesToAll && agrees(step.question)
    }

    /// Asks for each step and does it, while the service stands still for the self-test.
    package func carryOn() throws(CommandFailure) {
        say("")
        if wants(Self.selfTest) {
            if unit != nil { try systemctl("stop", "hearth.service") }
            run(Self.selfTest)
            if unit != nil { try systemctl("start", "hearth.service") }
        } else {
            tellLater(Self.selfTest)
        }
        if wants(Self.calibrate) { run(Self.calibrate) } else { tellLater(Self.calibrate) }
        connectPrinter()
        if wants(Self.password) { run(Self.password) } else { tellLater(Self.password) }
    }

    /// What is left to do after a restart of the machine.
    package func tellSteps() {
        say("Restart the machine (sudo reboot). Then go on with: sudo hearth setup --carry-on")
    }

    private func connectPrinter() {
        let scan = Step(
            question: "Connect a printer now, so that the heat follows its prints?",
            command: ["printer", "scan"],
            needsRoot: false
        )
        guard wants(scan) else { return tellLater(scan) }
        run(scan)
        if bindPrinter() { chooseAuto() } else { tellLater(scan) }
    }

    /// Asks for a printer's address, and binds it; false: there is none.
    private func bindPrinter() -> Bool {
        let address = type("Address of a printer with Klipper (Enter: none)")
        if !address.isEmpty {
            run(
                Step(
                    question: "",
                    command: ["printer", "bind", "klipper", address],
                    needsRoot: false
                )
            )
            return true
        }
        let bambu = type("Address of a Bambu printer (Enter: none)")
        guard !bambu.isEmpty else { return false }
        let serial = type("Its serial number")
        run(
            Step(
                question: "",
                command: ["printer", "bind", "bambu", bambu, "--serial", serial],
                needsRoot: false
            )
        )
        return true
    }

    /// Asks what mode auto goes by, where the service file does not say.
    private func chooseAuto() {
        say("")
        if let fixed = serviceFile?.autoChoice {
            return say(
                "Mode auto heats by \(fixed.basis): auto: \(fixed.word) in the service file."
            )
        }
        say("What does mode auto heat by?")
        say("  1  the bed: to the target set on the page, while a print runs on a hot bed")
        say("  2  the print: what its file or its filament wants (ABS 55 °C, PLA none), else as 1")
        let answer = type("Number [1]")
        let choice: AutoChoice = answer == "2" || answer == AutoChoice.print.word ? .print : .bed
        run(Step(question: "", command: ["printer", "auto", choice.word], needsRoot: false))
    }

    private func run(_ step: Step) {
        say("")
        do throws(SystemError) {
            let end = try RunningProgram(OwnProgram.path, step.command).wait()
            guard end != .status(0) else { return }
        } catch {
            say("\(error)")
        }
        say("That did not succeed; setup goes on. Again later: \(step.typed)")
    }

    private func tellLater(_ step: Step) {
        say("Later: \(step.typed)")
    }

    private func say(_ text: String) {
        console.line(text)
    }

    private func type(_ question: String) -> String {
        console.write(question + ": ")
        return (console.ask() ?? "").filter { !$0.isWhitespace }
    }
}
