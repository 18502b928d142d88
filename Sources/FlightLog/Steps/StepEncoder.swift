package import Chamber
package import SwitchCore

/// Writes steps into a batch, each as its changes. It allocates nothing.
package struct StepEncoder: Sendable {
    /// The batch so far.
    package private(set) var writer: ByteWriter
    /// Whole steps in the batch.
    package private(set) var stepCount = 0
    private var context = StepContext()

    /// An encoder with space for `limit` bytes.
    package init(limit: Int) {
        writer = ByteWriter(limit: limit)
    }

    /// Makes the next step readable without earlier ones.
    package mutating func restart() {
        context = StepContext()
    }

    /// Writes one step; false: it did not fit, and nothing of it was written.
    package mutating func append(_ input: StepInput, at now: Instant, _ actions: Actions) -> Bool {
        let begin = writer.count
        let before = context
        let output = actions.command
        var flags: StepFlags = []
        if input.reading != context.reading { flags.insert(.samples) }
        if input.report != context.expectedReport { flags.insert(.report) }
        if !input.wishes.isEmpty { flags.insert(.wishes) }
        if !actions.events.isEmpty { flags.insert(.events) }
        if Self.lines(output) != Self.lines(context.command)
            || output.indicators != context.command.indicators
        {
            flags.insert(.lines)
        }
        if output.heater != context.command.heater { flags.insert(.duty) }
        if output.sequence != context.command.sequence &+ 1 { flags.insert(.sequence) }
        if input.openContacts != context.openContacts || input.fanPulses != context.fanPulses {
            flags.insert(.contacts)
        }
        writer.put(flags.rawValue)
        writer.putShort(signed: now.nanoseconds &- context.at &- StepContext.beat)
        context.at = now.nanoseconds
        if flags.contains(.samples) { put(input.reading) }
        if flags.contains(.report) { put(input.report) } else { context.report = input.report }
        if flags.contains(.contacts) {
            put(input.openContacts, fanPulses: input.fanPulses)
        }
        if flags.contains(.wishes) { put(input.wishes) }
        if flags.contains(.events) { put(actions.events) }
        if flags.contains(.sequence) { writer.putShort(output.sequence) }
        if flags.contains(.lines) {
            writer.put(Self.lines(output).rawValue)
            writer.put(output.indicators.rawValue)
        }
        if flags.contains(.duty) { writer.putReal(output.heater.fraction) }
        writer.putFixed(OutputDigest(actions).bytes)
        guard !writer.isFull else {
            writer.truncate(to: begin)
            context = before
            return false
        }
        context.command = output
        stepCount += 1
        return true
    }

    private static func lines(_ command: SwitchCommand) -> LineFlags {
        var lines: LineFlags = []
        if command.isFanOn { lines.insert(.fan) }
        if command.isSecondRelayClosed { lines.insert(.secondRelay) }
        return lines
    }

    // MARK: Inputs

    private mutating func put(_ contacts: ContactSet, fanPulses: Int?) {
        (context.openContacts, context.fanPulses) = (contacts, fanPulses)
        guard let fanPulses else { return writer.put(contacts.rawBits) }
        writer.put(contacts.rawBits | StepFlags.pulsesFollow)
        writer.putShort(signed: Int64(fanPulses))
    }

    private mutating func put(_ reading: Reading) {
        var first: Instant?
        Self.put(reading.chamber, after: &context.reading.chamber, &first, to: &writer)
        Self.put(reading.chamberSecond, after: &context.reading.chamberSecond, &first, to: &writer)
        Self.put(reading.element, after: &context.reading.element, &first, to: &writer)
    }

    /// Writes the changes of a probe's sample. `first`: when the step's first sample was taken.
    private static func put(
        _ sample: ProbeSample?,
        after last: inout ProbeSample?,
        _ first: inout Instant?,
        to writer: inout ByteWriter
    ) {
        let before = last
        guard sample != before else { return writer.put(SampleForm.same) }
        last = sample
        guard let sample else { return writer.put(SampleForm.gone) }
        let isSameTime = first == sample.takenAt
        let mark: UInt8 = isSameTime ? SampleForm.sameTime : 0
        var old: (code: Int32, ratio: Double) = (0, 0)
        if case .measured(let code, let ratio) = before?.outcome { old = (code, ratio) }
        switch sample.outcome {
        case .failed(let fault):
            writer.put((SampleForm.failed + fault.rawValue) | mark)
            if !isSameTime { putTime(of: sample, after: before, to: &writer) }
        case .measured(let code, let ratio):
            let isSameRatio = ratio.bitPattern == old.ratio.bitPattern
            writer.put((isSameRatio ? SampleForm.sameRatio : SampleForm.measured) | mark)
            if !isSameTime { putTime(of: sample, after: before, to: &writer) }
            writer.putShort(signed: Int64(code) - Int64(old.code))
            if !isSameRatio { writer.putReal(ratio) }
        }
        first = first ?? sample.takenAt
    }

    private static func putTime(
        of sample: ProbeSample,
        after before: ProbeSample?,
        to writer: inout ByteWriter
    ) {
        let last = before?.takenAt.nanoseconds ?? 0
        writer.putShort(signed: sample.takenAt.nanoseconds &- last &- StepContext.samplePause)
    }

    private mutating func put(_ report: SwitchReport) {
        let expected = context.expectedReport
        let (lines, oldLines) = (Self.lines(report), Self.lines(expected))
        var flags: ReportFlags = []
        if lines != oldLines { flags.insert(.lines) }
        if report.sequence != expected.sequence { flags.insert(.sequence) }
        if report.at != expected.at { flags.insert(.at) }
        if report.closures != expected.closures { flags.insert(.closures) }
        if report.onTime != expected.onTime { flags.insert(.onTime) }
        if report.slots != expected.slots { flags.insert(.slots) }
        if report.starts != expected.starts { flags.insert(.starts) }
        writer.put(flags.rawValue)
        if flags.contains(.lines) { writer.put(lines.rawValue) }
        if flags.contains(.sequence) { putChange(report.sequence, expected.sequence) }
        if flags.contains(.at) {
            writer.putShort(signed: report.at.nanoseconds &- expected.at.nanoseconds)
        }
        if flags.contains(.closures) { putChange(report.closures, expected.closures) }
        if flags.contains(.onTime) {
            let change = report.onTime.inNanoseconds &- expected.onTime.inNanoseconds
            writer.putShort(signed: change)
        }
        if flags.contains(.slots) { putChange(report.slots, expected.slots) }
        if flags.contains(.starts) { putChange(report.starts, expected.starts) }
        context.report = report
    }

    private mutating func putChange(_ number: UInt64, _ expected: UInt64) {
        writer.putShort(signed: Int64(bitPattern: number &- expected))
    }

    private static func lines(_ report: SwitchReport) -> LineFlags {
        var lines: LineFlags = []
        if report.isHeaterOn { lines.insert(.heater) }
        if report.isFanOn { lines.insert(.fan) }
        if report.isSecondRelayClosed { lines.insert(.secondRelay) }
        if report.isLineFaulty { lines.insert(.fault) }
        return lines
    }

    private mutating func put(_ wishes: ShortList<WishEnvelope>) {
        writer.put(UInt8(truncatingIfNeeded: wishes.count))
        for wish in wishes { WishCode.write(wish, to: &writer) }
    }

    private mutating func put(_ events: ShortList<Event>) {
        writer.put(UInt8(truncatingIfNeeded: events.count))
        for event in events {
            let mark = EventMark(event.kind)
            writer.put(mark.kind)
            writer.put(mark.fault)
        }
    }
}
