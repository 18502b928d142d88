import Chamber
import Printers
import Store
import Surroundings
import Synchronization

/// Pauses the print when a fault of the heater latches: a print in a chamber that cools is better off
/// waiting for somebody to look.
final class PrintPauser: Sendable {
    private let pause = Mutex<(@Sendable () -> Void)?>(nil)

    /// Pauses through this desk from now on; before, and without this, nothing is paused.
    func employ(_ printers: PrinterService, _ desk: DeviceDesk) {
        pause.withLock {
            $0 = {
                // A printer that prints nothing would raise an alarm about the command.
                guard desk.isPrinting else { return }
                printers.pauseForFault { answer in
                    desk.note(Self.event(answer), from: Requester(.printer))
                }
            }
        }
    }

    /// Pauses where a fault is among what was stored; on the store's thread.
    func receive(_ events: [StoredEvent]) {
        guard events.contains(where: \.isLatching) else { return }
        pause.withLock { $0 }?()
    }

    private static func event(_ answer: PrinterAnswer) -> DeviceEvent {
        switch answer {
        case .done:
            DeviceEvent(.printer, isTrouble: false, "The print was paused because of the fault.")
        case .refused(let words):
            DeviceEvent(
                .printer,
                isTrouble: true,
                "The print goes on in spite of the fault: \(words)."
            )
        }
    }
}

extension StoredEvent {
    /// A fault has latched.
    fileprivate var isLatching: Bool {
        guard case .controller(.latched) = event?.kind else { return false }
        return true
    }
}
