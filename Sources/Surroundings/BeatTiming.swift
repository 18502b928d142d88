import Chamber

/// How late the controller's steps came, over all of a run.
package struct BeatTiming: Equatable, Sendable {
    /// Where ``counts`` are told: every second octave, from a tenth of what a thread of a busy machine
    /// waits to the age at which the service manager gives up on one.
    package static let limits: [Duration] = [
        .microseconds(128), .microseconds(512), .microseconds(2_048), .microseconds(8_192),
        .microseconds(32_768), .microseconds(131_072), .microseconds(524_288),
        .microseconds(2_097_152),
    ]

    /// Steps that were counted.
    package var steps: UInt64 = 0
    /// Half, 99 of 100 and 999 of 1,000 steps came at most this late; resolved to a fifth.
    package var median = Duration.zero
    /// See ``median``.
    package var percentile99 = Duration.zero
    /// See ``median``.
    package var percentile999 = Duration.zero
    /// The latest step.
    package var worst = Duration.zero
    /// How late all of them were together.
    package var sum = Duration.zero
    /// Steps that came less late than each of ``limits``.
    package var counts = [UInt64](repeating: 0, count: BeatTiming.limits.count)

    package init() {}
}
