import Chamber
import SwitchCore

/// Reads the steps of one batch, one after the other.
package struct StepDecoder {
    private var reader: ByteReader
    private var context = StepContext()

    /// A decoder of a batch's bytes, whose indices are their places in the file.
    package init(_ bytes: ArraySlice<UInt8>) {
        reader = ByteReader(bytes)
    }

    /// The next step; `nil` at the end.
    package mutating func next() throws(RecordingMistake) -> RecordedStep? {
        guard !reader.isAtEnd else { return nil }
        let offset = reader.offset
        let flags = StepFlags(rawValue: try reader.byte())
        context.at = try reader.signedShort() &+ context.at &+ StepContext.beat
        if flags.contains(.samples) { try readSamples() }
        if flags.contains(.report) {
            try readReport()
        } else {
            context.report = context.expectedReport
        }
        if flags.contains(.contacts) { try readContacts() }
        var input = StepInput(
            reading: context.reading,
            report: context.report,
            openContacts: context.openContacts,
            fanPulses: context.fanPulses
        )
        if flags.contains(.wishes) {
            for _ in 0..<(try count(atMost: StepInput.mostWishes)) {
                input.wishes.append(try WishCode.read(&reader))
            }
        }
        var output = StepOutput()
        if flags.contains(.events) {
            for _ in 0..<(try count(atMost: ShortList<Event>.capacity)) {
                output.events.append(
                    EventMark(kind: try reader.byte(), fault: try reader.byte())
                )
            }
        }
        try readCommand(flags)
        output.sequence = context.command.sequence
        output.heater = context.command.heater
        output.isFanOn = context.command.isFanOn
        output.isSecondRelayClosed = context.command.isSecondRelayClosed
        output.indicators = context.command.indicators
        output.digest = OutputDigest(bytes: try reader.fixed(UInt32.self))
        let at = Instant(nanoseconds: context.at)
        return RecordedStep(at: at, input: input, output: output, offset: offset)
    }

    private mutating func count(atMost most: Int) throws(RecordingMistake) -> Int {
        let mistake = reader.mistake("there are more than one step can have")
        let count = Int(try reader.byte())
        guard count <= most else { throw mistake }
        return count
    }

    private mutating func readCommand(_ flags: StepFlags) throws(RecordingMistake) {
        let last = context.command
        let sequence =
            flags.contains(.sequence) ? try reader.short() : last.sequence &+ 1
        var lines: LineFlags = []
        if last.isFanOn { lines.insert(.fan) }
        if last.isSecondRelayClosed { lines.insert(.secondRelay) }
        var indicators = last.indicators
        if flags.contains(.lines) {
            lines = try readLines()
            indicators = Indicators(rawValue: try reader.byte())
        }
        let heater = flags.contains(.duty) ? Duty(try reader.real()) : last.heater
        context.command = SwitchCommand(
            sequence: sequence,
            heater: heater,
            isFanOn: lines.contains(.fan),
            isSecondRelayClosed: lines.contains(.secondRelay),
            indicators: indicators,
            leaseEnd: .zero
        )
    }

    // MARK: Inputs

    private mutating func readSamples() throws(RecordingMistake) {
        var first: Instant?
        context.reading.chamber = try readSample(after: context.reading.chamber, &first)
        context.reading.chamberSecond = try readSample(
            after: context.reading.chamberSecond,
            &first
        )
        context.reading.element = try readSample(after: context.reading.element, &first)
    }

    private mutating func readSample(
        after before: ProbeSample?,
        _ first: inout Instant?
    ) throws(RecordingMistake) -> ProbeSample? {
        let mistake = reader.mistake("there is no such kind of sample")
        let byte = try reader.byte()
        if byte == SampleForm.same { return before }
        if byte == SampleForm.gone { return nil }
        let form = byte & ~SampleForm.sameTime
        var takenAt = first
        if byte == form {
            let last = before?.takenAt.nanoseconds ?? 0
            let nanoseconds = try reader.signedShort() &+ last &+ StepContext.samplePause
            takenAt = Instant(nanoseconds: nanoseconds)
            first = first ?? takenAt
        }
        guard let takenAt else { throw mistake }
        switch form {
        case SampleForm.sameRatio, SampleForm.measured:
            var old: (code: Int32, ratio: Double) = (0, 0)
            if case .measured(let code, let ratio) = before?.outcome { old = (code, ratio) }
            let code = Int32(truncatingIfNeeded: Int64(old.code) &+ (try reader.signedShort()))
            let ratio = form == SampleForm.measured ? try reader.real() : old.ratio
            return ProbeSample(.measured(code: code, ratio: ratio), takenAt: takenAt)
        default:
            guard form >= SampleForm.failed,
                let fault = ProbeSample.BusFault(rawValue: form - SampleForm.failed)
            else { throw mistake }
            return ProbeSample(.failed(fault), takenAt: takenAt)
        }
    }

    private mutating func readContacts() throws(RecordingMistake) {
        let mistake = reader.mistake("there are no such contacts")
        let byte = try reader.byte()
        let contacts = ContactSet(rawBits: byte & ~StepFlags.pulsesFollow)
        guard let contacts else { throw mistake }
        context.openContacts = contacts
        let hasPulses = byte & StepFlags.pulsesFollow != 0
        context.fanPulses = hasPulses ? Int(clamping: try reader.signedShort()) : nil
    }

    private mutating func readLines() throws(RecordingMistake) -> LineFlags {
        let mistake = reader.mistake("there are no such lines")
        let lines = LineFlags(rawValue: try reader.byte())
        guard LineFlags.all.isSuperset(of: lines) else { throw mistake }
        return lines
    }

    private mutating func readReport() throws(RecordingMistake) {
        let mistake = reader.mistake("a report of the switch is not valid")
        let flags = ReportFlags(rawValue: try reader.byte())
        guard ReportFlags.all.isSuperset(of: flags) else { throw mistake }
        var report = context.expectedReport
        if flags.contains(.lines) {
            let lines = try readLines()
            report.isHeaterOn = lines.contains(.heater)
            report.isFanOn = lines.contains(.fan)
            report.isSecondRelayClosed = lines.contains(.secondRelay)
            report.isLineFaulty = lines.contains(.fault)
        }
        if flags.contains(.sequence) { report.sequence &+= try change() }
        if flags.contains(.at) {
            let nanoseconds = report.at.nanoseconds &+ (try reader.signedShort())
            report.at = Instant(nanoseconds: nanoseconds)
        }
        if flags.contains(.closures) { report.closures &+= try change() }
        if flags.contains(.onTime) {
            let nanoseconds = report.onTime.inNanoseconds &+ (try reader.signedShort())
            report.onTime = .nanoseconds(nanoseconds)
        }
        if flags.contains(.slots) { report.slots &+= try change() }
        if flags.contains(.starts) { report.starts &+= try change() }
        context.report = report
    }

    private mutating func change() throws(RecordingMistake) -> UInt64 {
        UInt64(bitPattern: try reader.signedShort())
    }
}
