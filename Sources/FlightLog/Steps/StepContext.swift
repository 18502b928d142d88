import Chamber
import SwitchCore

/// The previous step: a recording holds only what changes from it. A batch begins without one, so
/// that it can be read on its own.
struct StepContext {
    /// Between two steps, and between two samples, when nothing is late.
    static let beat: Int64 = 100_000_000
    static let samplePause: Int64 = 250_000_000

    var at: Int64 = 0
    var report = SwitchReport()
    var reading = Reading()
    var openContacts = ContactSet()
    var fanPulses: Int?
    var command = SwitchCommand(
        sequence: 0,
        heater: .off,
        isFanOn: false,
        isSecondRelayClosed: false,
        leaseEnd: .zero
    )

    /// The report when nothing happens: the next command carried out, a beat later.
    var expectedReport: SwitchReport {
        var expected = report
        expected.sequence &+= 1
        expected.at = Instant(nanoseconds: report.at.nanoseconds &+ Self.beat)
        return expected
    }
}

/// What follows in a step, in its first byte.
struct StepFlags: OptionSet {
    let rawValue: UInt8
    static let samples = StepFlags(rawValue: 1)
    static let report = StepFlags(rawValue: 2)
    static let wishes = StepFlags(rawValue: 4)
    static let events = StepFlags(rawValue: 8)
    static let lines = StepFlags(rawValue: 16)
    static let duty = StepFlags(rawValue: 32)
    static let sequence = StepFlags(rawValue: 64)
    /// The open contacts in one byte, and the tachometer's pulses where that byte says so.
    static let contacts = StepFlags(rawValue: 128)
    /// Added to the byte of contacts: the tachometer's pulses follow.
    static let pulsesFollow: UInt8 = 128
}

/// Which numbers of a report follow.
struct ReportFlags: OptionSet {
    let rawValue: UInt8
    static let lines = ReportFlags(rawValue: 1)
    static let sequence = ReportFlags(rawValue: 2)
    static let at = ReportFlags(rawValue: 4)
    static let closures = ReportFlags(rawValue: 8)
    static let onTime = ReportFlags(rawValue: 16)
    static let slots = ReportFlags(rawValue: 32)
    static let starts = ReportFlags(rawValue: 64)
    static let all: ReportFlags = [.lines, .sequence, .at, .closures, .onTime, .slots, .starts]
}

/// The state of the lines in one byte.
struct LineFlags: OptionSet {
    let rawValue: UInt8
    static let heater = LineFlags(rawValue: 1)
    static let fan = LineFlags(rawValue: 2)
    static let secondRelay = LineFlags(rawValue: 4)
    static let fault = LineFlags(rawValue: 8)
    static let all: LineFlags = [.heater, .fan, .secondRelay, .fault]
}

/// How a probe's sample follows.
enum SampleForm {
    /// Nothing new.
    static let same: UInt8 = 0
    /// The probe has no sample now.
    static let gone: UInt8 = 1
    /// A code with the ratio of the previous sample.
    static let sameRatio: UInt8 = 2
    /// A code and its ratio.
    static let measured: UInt8 = 3
    /// A failure; its number is added.
    static let failed: UInt8 = 16
    /// Added to the others: taken at the same time as the step's first.
    static let sameTime: UInt8 = 128
}
