import MQTT
import Surroundings
import SwitchCore

/// The owner's commands, and whether the printer takes any.
extension BambuMachine {
    mutating func begin(
        _ command: PrinterCommand,
        _ ticket: Int,
        at now: Instant
    ) -> [Effect] {
        guard isReporting else {
            return [.answer(ticket: ticket, .refused("the printer is not connected"))]
        }
        // A command that the printer does not take raises an alarm on its screen.
        guard hasFullReport else {
            return [.answer(ticket: ticket, .refused(BambuMessages.noFullReport))]
        }
        guard feed.isLocked != true else {
            return [.answer(ticket: ticket, .refused(BambuMessages.locked))]
        }
        guard let sequence = commands.begin(command, ticket: ticket, at: now) else {
            return [.answer(ticket: ticket, .refused("too many commands are under way"))]
        }
        return [request(BambuRequest.carryOut(command, sequence), quality: .atLeastOnce)]
    }

    /// What the owner has to know where he wants commands that the printer does not take.
    var lock: String {
        let wantsCommands = settings.allowsCommands || settings.pausesOnFault
        return wantsCommands && feed.isLocked == true ? BambuMessages.locked : ""
    }

    /// Says so as soon as the printer has, and again when that has changed.
    mutating func showLock(at now: Instant) -> [Effect] {
        guard isReporting else { return [] }
        return show(.connected, lock, at: now)
    }
}
