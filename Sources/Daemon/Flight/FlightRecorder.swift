import Chamber
import FlightLog
import Store
import SwitchCore
import Synchronization
import System
import Threads

/// The flight recorder: its thread collects the steps of the beat and writes them to the disk every ten
/// seconds, and at once when a fault latches.
final class FlightRecorder: Sendable {
    private let buffer: StepBuffer
    private let mailbox: Mailbox<Never>
    private let worker: Worker

    init(_ writer: SegmentWriter) throws(SystemError) {
        let buffer = StepBuffer()
        self.buffer = buffer
        mailbox = try Mailbox(capacity: 0)
        // Used by the recorder's thread alone from `start` on.
        nonisolated(unsafe) let writer = writer
        worker = Worker(named: "flight recorder", serving: mailbox) {
            FlightWork(buffer, writer)
        }
    }

    /// Starts the thread.
    func start() throws(SystemError) {
        try worker.start()
    }

    /// Writes the last steps and ends the thread. Call it after the beat has ended.
    func stop() {
        worker.stop()
    }

    // MARK: The beat's side: no allocation, no waiting for the disk

    /// Call this before each step of the controller.
    func prepare(_ controller: borrowing Controller) {
        buffer.prepare(controller)
    }

    /// Call this after each step.
    func record(_ input: StepInput, at now: Instant, _ actions: Actions) {
        if buffer.record(input, at: now, actions) { mailbox.wake() }
    }
}

/// What the recorder's thread does.
private struct FlightWork: Work {
    /// The time between two writes: each write wears the card.
    private static let pause = Duration.seconds(10)

    private let buffer: StepBuffer
    private var writer: SegmentWriter

    init(_ buffer: StepBuffer, _ writer: SegmentWriter) {
        self.buffer = buffer
        self.writer = writer
    }

    func begin(at now: Instant) -> Instant? {
        now.advanced(by: Self.pause)
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        let wall = WallTime.now().milliseconds
        if writer.write(buffer.collect(), wall: wall, at: now) { buffer.requestController() }
        return now.advanced(by: Self.pause)
    }

    mutating func end(_ messages: [Never], at now: Instant) {
        _ = serve(messages, at: now)
        writer.finish()
    }
}
