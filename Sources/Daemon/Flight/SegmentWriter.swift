import Chamber
import FlightLog
import Glibc
package import SwitchCore
import System

/// Divides steps into segments and writes them: the flight recorder without its thread and clock.
package struct SegmentWriter {
    /// The time from a failed write to the next attempt.
    private static let retry = Duration.minutes(10)

    private struct OpenSegment {
        let file: OpenFile
        var bytes: Int
    }

    private let files: FlightFiles
    private let program: String
    private let board: String
    private let run: Int64
    private let log: @Sendable (String) -> Void
    private var segment: OpenSegment?
    private var index = 0
    /// When the last write failed; `nil`: writing works.
    private var failedAt: Instant?

    /// - Parameters:
    ///   - run: the start of this run of the daemon, in milliseconds since 1970; it identifies the run.
    ///   - log: receives lines for people.
    package init(
        directory: String,
        program: String,
        board: String,
        run: Int64,
        log: @escaping @Sendable (String) -> Void
    ) {
        files = FlightFiles(directory: directory)
        self.program = program
        self.board = board
        self.run = run
        self.log = log
    }

    /// Writes what was collected; true: a new segment needs the controller's state. Urgent steps are on
    /// the disk when this returns.
    ///
    /// - Parameter wall: the calendar time, in milliseconds since 1970.
    package mutating func write(
        _ contents: StepBuffer.Contents,
        wall: Int64,
        at now: Instant
    ) -> Bool {
        do throws(SystemError) {
            let mark = contents.controller == nil ? contents.bytes.count : contents.mark
            try append(Array(contents.bytes[..<mark]), wall: wall)
            if let controller = contents.controller {
                try begin(with: controller, wall: wall)
                try append(Array(contents.bytes[mark...]), wall: wall)
            }
            if contents.isUrgent { try segment?.file.synchronize() }
        } catch {
            fail(error, at: now)
        }
        if let failedAt { return now.duration(since: failedAt) >= Self.retry }
        if contents.isTorn {
            close()
            return true
        }
        return segment.map { $0.bytes >= FlightFiles.segmentBytes } ?? true
    }

    /// Writes the end of the segment and closes it.
    package mutating func finish() {
        do throws(SystemError) {
            try end()
        } catch {
            log(Self.warning(error))
            close()
        }
    }

    private mutating func append(_ steps: [UInt8], wall: Int64) throws(SystemError) {
        guard !steps.isEmpty, segment != nil else { return }
        try put(SegmentFormat.block(steps: steps, wall: wall))
    }

    private mutating func put(_ bytes: [UInt8]) throws(SystemError) {
        try segment?.file.write(bytes)
        segment?.bytes += bytes.count
    }

    private mutating func begin(
        with controller: Controller,
        wall: Int64
    ) throws(SystemError) {
        try end()
        segment = OpenSegment(file: try files.begin(), bytes: 0)
        let origin = SegmentOrigin(
            program: program,
            board: board,
            run: run,
            index: index,
            wall: wall
        )
        index += 1
        var bytes = SegmentFormat.header
        bytes += SegmentFormat.block(.origin, StateEncoder.node(of: origin) ?? .nothing)
        bytes += SegmentFormat.block(.state, ControllerState.node(of: controller))
        try put(bytes)
        if failedAt != nil {
            failedAt = nil
            log("the flight recorder records again")
        }
    }

    private mutating func end() throws(SystemError) {
        try put(SegmentFormat.block(.end, []))
        close()
    }

    private mutating func close() {
        segment = nil
    }

    private mutating func fail(_ failure: SystemError, at now: Instant) {
        close()
        if failedAt == nil { log(Self.warning(failure)) }
        failedAt = now
    }

    private static func warning(_ failure: SystemError) -> String {
        "the flight recorder cannot write, and control continues without it: \(failure)"
    }
}
