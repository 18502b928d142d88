package import Surroundings
package import System
import Threads

/// Where requests and commands for the printers' service arrive. Made before the service, because
/// the parts that the service informs need it. Safe to call from any thread.
package final class PrinterMailbox: Sendable {
    /// What the service's thread collects.
    let orders: Mailbox<PrinterOrder>
    private let allowsCommands: Bool

    /// - Parameter allowsCommands: printers may be sent commands.
    package init(allowsCommands: Bool) throws(SystemError) {
        self.allowsCommands = allowsCommands
        orders = try Mailbox(capacity: PrinterLimits.waitingOrders)
    }

    /// Carries out a request; its outcome is published as news. False: too much waits already, and
    /// the request is lost.
    package func receive(_ request: PrinterRequest) -> Bool {
        orders.post(.request(request), leaving: 1)
    }

    /// Sends the bound printer a command. `answer` is called exactly once, on any thread.
    package func send(
        _ command: PrinterCommand,
        answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        guard allowsCommands else { return answer(.refused(Self.commandsAreOff)) }
        guard !orders.post(.command(command, answer), leaving: 1) else { return }
        answer(.refused("too many commands wait already: try again in a moment"))
    }

    /// Pauses the print because a fault latched, and shows the fault's sentence at the printer; the
    /// service records the outcome. One place in the mailbox is kept for this, and it works even where
    /// commands are off.
    package func pauseForFault(_ sentence: String) {
        // Refused only where a pause waits already, or the service has ended.
        _ = orders.post(.fault(sentence, pauses: true))
    }

    /// Shows a fault's sentence at the printer, where commands are allowed.
    package func showFault(_ sentence: String) {
        guard allowsCommands else { return }
        _ = orders.post(.fault(sentence, pauses: false), leaving: 1)
    }

    private static let commandsAreOff =
        "commands to printers are off: write \"commands: yes\" in [printer] of "
        + "/etc/hearth/hearth.conf and restart the service"
}
