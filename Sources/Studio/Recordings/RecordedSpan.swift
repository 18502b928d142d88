package import CommandLine
import FlightLog
import Glibc

/// The segments in a recording, their times and their sizes.
package struct RecordedSpan {
    /// One segment, as far as it can be read.
    package struct Part {
        /// The segment's name and bytes.
        package let file: RecordedFile
        /// Milliseconds since 1970; `nil` where the file cannot be read.
        package let began: Int64?
        let ended: Int64?
        let steps: Int
    }

    /// The segments, oldest first.
    package let parts: [Part]

    /// Reads the segments at `path`, such as a state directory's `recording`.
    package init(at path: String) throws(CommandFailure) {
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

    /// The segments that overlap the last `seconds` before the newest step; all of them where `nil`.
    package func parts(last seconds: Int?) -> [Part] {
        guard let seconds, let newest = parts.compactMap(\.ended).max() else { return parts }
        let start = newest - Int64(seconds) * 1000
        return parts.filter { $0.ended.map { $0 >= start } ?? false }
    }

    /// The size of all segments.
    package var bytes: Int { parts.reduce(0) { $0 + $1.file.bytes.count } }
    /// The number of the controller's steps in all segments.
    package var steps: Int { parts.reduce(0) { $0 + $1.steps } }
    /// When the first segment began, in ms since 1970; `nil` where no segment can be read.
    package var began: Int64? { parts.compactMap(\.began).min() }
    /// When the last segment ended, in ms since 1970; `nil` where no segment can be read.
    package var ended: Int64? { parts.compactMap(\.ended).max() }
}
