import Chamber

/// How late the controller's steps came, over all of a run.
package struct BeatTiming: Equatable, Sendable {
    /// The upper limits of ``counts``, each four times the one before: from a tenth of the delay of a
    /// thread on a busy machine to just above the 2 s after which the daemon counts the beat as dead.
    package static let limits: [Duration] = [
        .microseconds(128), .microseconds(512), .microseconds(2_048), .microseconds(8_192),
        .microseconds(32_768), .microseconds(131_072), .microseconds(524_288),
        .microseconds(2_097_152),
    ]

    /// How many steps were counted.
    package var steps: UInt64 = 0
    /// Half, 99 of 100 and 999 of 1,000 steps came at most this late; too high by a quarter at most,
    /// or by 1 µs.
    package var median = Duration.zero
    /// See ``median``.
    package var percentile99 = Duration.zero
    /// See ``median``.
    package var percentile999 = Duration.zero
    /// The latest step.
    package var worst = Duration.zero
    /// The sum of the lateness of all steps.
    package var sum = Duration.zero
    /// For each of ``limits``: how many steps were less late than that.
    package var counts = [UInt64](repeating: 0, count: BeatTiming.limits.count)

    package init() {}
}
