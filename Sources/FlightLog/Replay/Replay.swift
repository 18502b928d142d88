package import Chamber
package import SwitchCore

/// Steps a controller over a recording and compares its outputs with the recorded ones.
package struct Replay {
    /// The first step whose outputs differ.
    package struct Difference: Equatable, Sendable {
        /// The step's number, counted by the controller since the daemon's start.
        package let step: UInt64
        /// The recorded time of the step.
        package let at: Instant
        /// The name of the output that differs.
        package let field: String
        /// As the recording has it, in words for people.
        package let recorded: String
        /// As this version's controller has it, in words for people.
        package let now: String
        /// Where the step stands in the file.
        package let offset: Int
    }

    /// The controller after the last step.
    package private(set) var controller: Controller
    /// Steps that were made, and the time of the first and the last.
    package private(set) var steps = 0
    /// `nil` before the first step.
    package private(set) var first: Instant?
    /// `nil` before the first step.
    package private(set) var last: Instant?

    package init(_ controller: Controller) {
        self.controller = controller
    }

    /// Steps over a batch; returns the first difference. Throws where the batch is damaged.
    package mutating func run(
        _ batch: Segment.Batch,
        look: (RecordedStep, Actions) -> Void = { _, _ in }
    ) throws(RecordingMistake) -> Difference? {
        var decoder = StepDecoder(batch.steps)
        while let recorded = try decoder.next() {
            let actions = controller.step(recorded.input, at: recorded.at)
            steps += 1
            first = first ?? recorded.at
            last = recorded.at
            look(recorded, actions)
            let output = StepOutput(actions)
            if let difference = recorded.output.firstDifference(from: output) {
                return Difference(
                    step: recorded.output.sequence,
                    at: recorded.at,
                    field: difference.field,
                    recorded: difference.here,
                    now: difference.there,
                    offset: recorded.offset
                )
            }
        }
        return nil
    }
}
