import FlightLog
import Glibc

/// What a directory of segments holds: which, from when to when, and how much.
struct RecordedSpan {
    /// One segment, as far as it can be read.
    struct Part {
        let file: RecordedFile
        /// Milliseconds since 1970; `nil` where the file cannot be read.
        let began: Int64?
        let ended: Int64?
        let steps: Int
    }

    let parts: [Part]

    /// The segments at `path`, a state directory's `recording`.
    init(at path: String) throws(CommandFailure) {
        parts = try RecordingSource.files(at: path).map(Self.part)
    }

    private static func part(_ file: RecordedFile) -> Part {
        do throws(SegmentError) {
            let segment = try Segment(file.bytes)
            var steps = 0
            for batch in segment.batches { steps += count(batch) }
            let began = segment.origin.wall
            let ended = segment.batches.last?.wall ?? began
            return Part(file: file, began: began, ended: ended, steps: steps)
        } catch {
            return Part(file: file, began: nil, ended: nil, steps: 0)
        }
    }

    private static func count(_ batch: Segment.Batch) -> Int {
        var decoder = StepDecoder(batch.steps)
        var steps = 0
        do throws(RecordingMistake) {
            while try decoder.next() != nil { steps += 1 }
        } catch {
            return steps
        }
        return steps
    }

    /// The segments that reach into the last `seconds` before the newest step; all of them where `nil`.
    func parts(last seconds: Int?) -> [Part] {
        guard let seconds, let newest = parts.compactMap(\.ended).max() else { return parts }
        let start = newest - Int64(seconds) * 1000
        return parts.filter { $0.ended.map { $0 >= start } ?? false }
    }

    var bytes: Int { parts.reduce(0) { $0 + $1.file.bytes.count } }
    var steps: Int { parts.reduce(0) { $0 + $1.steps } }
    var began: Int64? { parts.compactMap(\.began).min() }
    var ended: Int64? { parts.compactMap(\.ended).max() }

    /// The time in this machine's zone.
    static func words(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var fields = tm()
        var buffer = [CChar](repeating: 0, count: 32)
        guard localtime_r(&seconds, &fields) != nil,
            strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M:%S", &fields) > 0
        else { return "an unknown time" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
    }
}
