import Chamber
package import Surroundings
import SwitchCore
import Synchronization

/// Counts how late the beat's steps come. Recording a step allocates nothing, and waits at most while
/// another thread copies a table.
package final class Lateness: Sendable {
    /// Four buckets for each doubling, from 1 µs on: 128 of them reach beyond two hours.
    private static let bucketsPerOctave = 4
    private static let bucketCount = 128

    private struct Counts {
        var buckets = [UInt64](repeating: 0, count: Lateness.bucketCount)
        var steps: UInt64 = 0
        var worst = Duration.zero
        var sum = Duration.zero
    }

    private let counts = Mutex(Counts())

    package init() {}

    /// Records a step that came `lateness` after it was due.
    package func record(_ lateness: Duration) {
        let bucket = Self.bucket(of: lateness)
        counts.withLock { counts in
            counts.buckets[bucket] += 1
            counts.steps += 1
            counts.worst = max(counts.worst, lateness)
            counts.sum += max(lateness, .zero)
        }
    }

    /// All steps recorded so far.
    package var timing: BeatTiming {
        let counts = counts.withLock { $0 }
        var timing = BeatTiming()
        timing.steps = counts.steps
        timing.median = Self.quantile(0.5, of: counts)
        timing.percentile99 = Self.quantile(0.99, of: counts)
        timing.percentile999 = Self.quantile(0.999, of: counts)
        timing.worst = counts.worst
        timing.sum = counts.sum
        timing.counts = Self.cumulative(counts)
        return timing
    }

    /// The steps below each of ``BeatTiming/limits``, which are all ends of buckets.
    private static func cumulative(_ counts: Counts) -> [UInt64] {
        var steps: UInt64 = 0
        var bucket = 0
        return BeatTiming.limits.map { limit in
            while bucket < bucketCount, end(of: bucket) <= limit {
                steps += counts.buckets[bucket]
                bucket += 1
            }
            return steps
        }
    }

    /// The bucket of a lateness: the highest bit gives the octave, the two bits below it the quarter.
    private static func bucket(of lateness: Duration) -> Int {
        let microseconds = max(lateness.inNanoseconds / 1_000, 0)
        guard microseconds >= 4 else { return Int(microseconds) }
        let octave = 63 - microseconds.leadingZeroBitCount
        let quarter = Int(microseconds >> Int64(octave - 2)) & 3
        return min((octave - 1) * bucketsPerOctave + quarter, bucketCount - 1)
    }

    /// The upper end of a bucket.
    private static func end(of bucket: Int) -> Duration {
        guard bucket >= 4 else { return .microseconds(bucket + 1) }
        let octave = bucket / bucketsPerOctave + 1
        let quarter = Int64(bucket % bucketsPerOctave)
        return .microseconds((5 + quarter) << Int64(octave - 2))
    }

    private static func quantile(_ share: Double, of counts: Counts) -> Duration {
        var left = UInt64((Double(counts.steps) * share).rounded(.up))
        guard left > 0 else { return .zero }
        for (bucket, count) in counts.buckets.enumerated() {
            guard count < left else { return min(end(of: bucket), counts.worst) }
            left -= count
        }
        return counts.worst
    }
}
