package import Chamber
package import SwitchCore

/// A recorded step: all inputs, and the outputs.
package struct RecordedStep: Sendable {
    /// The time that the controller was given.
    package var at: Instant
    /// All other inputs of the controller.
    package var input: StepInput
    /// The controller's answer.
    package var output: StepOutput
    /// Where in the file it begins.
    package var offset: Int
}

/// A step's outputs, as far as a recording keeps them.
package struct StepOutput: Equatable, Sendable {
    /// The command's number, which is the step's.
    package var sequence: UInt64 = 0
    /// The duty that was commanded.
    package var heater = Duty.off
    /// The blower was commanded on.
    package var isFanOn = false
    /// The second relay in the heater's supply was commanded closed.
    package var isSecondRelayClosed = false
    /// The lamps that were commanded on.
    package var indicators: Indicators = []
    /// In the order in which they happened.
    package var events: [EventMark] = []
    /// A checksum of the other outputs.
    package var digest = OutputDigest(bytes: 0)

    package init() {}

    /// The recorded part of a step's answer.
    package init(_ actions: Actions) {
        sequence = actions.command.sequence
        heater = actions.command.heater
        isFanOn = actions.command.isFanOn
        isSecondRelayClosed = actions.command.isSecondRelayClosed
        indicators = actions.command.indicators
        events = actions.events.map { EventMark($0.kind) }
        digest = OutputDigest(actions)
    }

    /// The first output in which two differ: its name, and both values.
    package func firstDifference(
        from other: StepOutput
    ) -> (field: String, here: String, there: String)? {
        if sequence != other.sequence {
            return ("the step's number", String(sequence), String(other.sequence))
        }
        if heater.fraction.bitPattern != other.heater.fraction.bitPattern {
            return ("the heater's duty", String(heater.fraction), String(other.heater.fraction))
        }
        if isFanOn != other.isFanOn {
            return ("the blower", isFanOn ? "on" : "off", other.isFanOn ? "on" : "off")
        }
        if isSecondRelayClosed != other.isSecondRelayClosed {
            let (here, there) = (isSecondRelayClosed, other.isSecondRelayClosed)
            return ("the second relay", here ? "closed" : "open", there ? "closed" : "open")
        }
        if events != other.events { return ("the events", words, other.words) }
        if indicators != other.indicators {
            let (here, there) = (indicators.rawValue, other.indicators.rawValue)
            return ("the indicators", String(here), String(there))
        }
        guard let part = digest.firstDifference(from: other.digest) else { return nil }
        let (here, there) = (digest.bytes, other.digest.bytes)
        return (
            part.title, "checksum " + String(here, radix: 16),
            "checksum " + String(there, radix: 16)
        )
    }

    private var words: String {
        events.isEmpty ? "none" : events.map(\.words).joined(separator: ", ")
    }
}
