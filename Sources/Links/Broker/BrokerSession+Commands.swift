import Chamber
import Dialects
import Pacing
import Surroundings
import SwitchCore

/// Commands that arrive over the broker.
extension BrokerSession {
    mutating func receiveCommand(
        _ message: BrokerMessage,
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        // An empty message deletes a retained message; it is no command.
        guard !message.payload.isEmpty || message.topic == settings.homeAssistant.heartbeat else {
            return []
        }
        guard !message.isRetained else {
            guard message.topic != settings.printerReport else { return keptReport(at: now) }
            return notes.record(
                .retained,
                "Ignored a command at \(message.topic) that the broker had kept from earlier: "
                    + "turn its retain flag off where it is sent.",
                at: now
            )
        }
        guard allowance.spend(at: now) else {
            return notes.record(
                .flood,
                "Too many commands over the broker: those beyond "
                    + "\(Self.commandsPerSecond) a second are dropped. See what sends to "
                    + "\(message.topic).",
                at: now
            )
        }
        if message.topic == settings.homeAssistant.heartbeat { return [renewal] }
        if message.topic == settings.printerReport { return report(message, device, at: now) }
        switch read(message, snapshot) {
        case .wishes(let wishes):
            // A command shows that its sender is connected.
            isHomeAssistantGone = false
            let envelopes = wishes.map { wish in
                Effect.post(
                    WishEnvelope(wish, from: Self.requester, lease: settings.lease)
                )
            }
            return envelopes + [renewal]
        case .refused(let reason):
            let shown = (message.text ?? "no text").prefix(40)
                .filter { !$0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
            return notes.record(
                .refused,
                "Ignored the command \"\(shown)\" at \(message.topic): \(reason).",
                at: now
            )
        }
    }

    /// What a program says of the printer. It asks for no heat, so it renews no lease.
    private mutating func report(
        _ message: BrokerMessage,
        _ device: DeviceView,
        at now: Instant
    ) -> [Effect] {
        let reason: String
        if case .told = device.profile.printer {
            do throws(APIProblem) {
                return [.tell(try APIPrinterReport(parsing: message.payload).report)]
            } catch {
                reason = error.message
            }
        } else {
            reason = APIPrinterReport.notTold.message
        }
        return notes.record(
            .report,
            "Ignored what was told of the printer at \(message.topic): \(reason).",
            at: now
        )
    }

    /// Its age is from when it was sent, which may be days ago.
    private mutating func keptReport(at now: Instant) -> [Effect] {
        notes.record(
            .report,
            "Ignored a report of the printer at \(settings.printerReport) that the broker had kept: nobody "
                + "knows how old it is. Turn the retain flag off where it is sent.",
            at: now
        )
    }

    private func read(_ message: BrokerMessage, _ snapshot: Snapshot) -> CommandReading {
        if settings.speaksStock, message.topic == settings.stock.command {
            return StockCommand.read(message.payload)
        }
        let command = HomeAssistantCommand.allCases.first {
            settings.speaksHomeAssistant && settings.homeAssistant.command($0) == message.topic
        }
        return command?.read(message.payload)
            ?? .refused("nothing is known at this topic")
    }
}
