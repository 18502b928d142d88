/// How late the controller's steps came, over all of a run.
package struct BeatTiming: Equatable, Sendable {
    /// Steps that were counted.
    package var steps: UInt64 = 0
    /// Half, 99 of 100 and 999 of 1,000 steps came at most this late; resolved to a fifth.
    package var median = Duration.zero
    package var percentile99 = Duration.zero
    package var percentile999 = Duration.zero
    /// The latest step.
    package var worst = Duration.zero

    package init() {}
}
