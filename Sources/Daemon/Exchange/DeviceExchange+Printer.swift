import Chamber
import Printers
import Surroundings

/// Orders for the bound printer.
extension DeviceExchange {
    /// Has the printer do something, and keeps what became of it; replies exactly once.
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
    /// What became of an order.
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
    /// What the printer is to do, behind "told to". What is in a line or a file's name is not repeated.
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
