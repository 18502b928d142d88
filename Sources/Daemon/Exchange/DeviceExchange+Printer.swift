import Chamber
import Printers
import Surroundings

/// Commands to the bound printer, and what mode auto makes of its reports.
extension DeviceExchange {
    /// Records that mode auto is about to go by something else.
    func recordChoice(_ wish: DeviceWish, from requester: Requester) {
        guard case .setAutoChoice(let choice) = wish else { return }
        let now = view()
        guard now.status.fileAuto == nil, choice != now.autoChoice else { return }
        let words = "Mode auto heats by \(choice.basis) from now on."
        events.record(DeviceEvent(.printer, isTrouble: false, words), from: requester)
    }

    /// Records that the chamber cools because a print stays paused; `plan`: of the newest report.
    func recordPause(_ plan: ChamberPlan) {
        let before = view().status.printerPlan
        if let event = DeviceEvent(pauseFrom: before, to: plan, exchange.snapshot) {
            events.record(event, from: .controller)
        }
    }

    /// Sends a command to the printer and records the outcome as an event; replies exactly once.
    func order(
        _ command: PrinterCommand,
        from requester: Requester,
        reply: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        printers.send(command) { [events] answer in
            events.record(DeviceEvent(command, answer), from: requester)
            reply(answer)
        }
    }
}

extension DeviceEvent {
    /// The outcome of a command.
    fileprivate init(_ command: PrinterCommand, _ answer: PrinterAnswer) {
        switch answer {
        case .done:
            self.init(.printer, isTrouble: false, "The printer was told to \(command.words).")
        case .refused(let words):
            self.init(
                .printer,
                isTrouble: true,
                "The printer was not told to \(command.words), or refused: \(words)"
                    + (words.hasSuffix(".") ? "" : ".")
            )
        }
    }
}

extension PrinterCommand {
    /// The command as words after "told to", without the line of G-code or the file's name.
    fileprivate var words: String {
        switch self {
        case .pause: "pause"
        case .resume: "go on"
        case .stop: "stop"
        case .light(let isOn): "turn its light " + (isOn ? "on" : "off")
        case .gcode: "carry out a line of G-code"
        case .gcodeFile: "print a file"
        case .setFilament(let filament): "take a slot's filament for \(filament.type)"
        }
    }
}
