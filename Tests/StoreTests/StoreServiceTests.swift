import Chamber
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// The store on its real thread with the real clock.
@Suite struct StoreServiceTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func whatWasHandedOverIsThereAfterAStop() throws {
        let worker = try start()
        worker.append(Event(at: .zero, kind: .started, requester: .controller))
        worker.save(
            StoredSettings(
                .unusual,
                dryingRemaining: .seconds(9),
                offsets: .unusual,
                relaySwitchings: 7
            )
        )
        worker.save(DeviceProfile.unusual)
        worker.append(Event(at: .zero, kind: .latched(.sample(1)), requester: .controller))
        worker.record(HistorySample(Snapshot()))
        worker.stop()

        let next = try StoreBench(directory)
        #expect(next.restored.controller.settings == .unusual)
        #expect(next.restored.controller.dryingRemaining == .seconds(9))
        #expect(next.restored.profile == .unusual)
        #expect(next.restored.controller.latch == .latched(.sample(1)))
        #expect(try next.events().map(\.kind) == ["latched", "started"])
        #expect(try next.database?.value("SELECT count(*) FROM seconds") == .integer(1))
        #expect(try next.database?.value("SELECT count(*) FROM minutes") == .integer(1))
    }

    @Test func aLatchIsClearedAndSaysSo() async throws {
        let worker = try start()
        defer { worker.stop() }
        worker.append(Event(at: .zero, kind: .latched(.sample(4)), requester: .controller))
        let answer = await withCheckedContinuation { continuation in
            worker.clearLatch(4) { continuation.resume(returning: $0) }
        }
        #expect(answer == .success(4))
    }

    @Test func eventsAndHistoryAreAnswered() async throws {
        let told = Told()
        let worker = try StoreService(
            try StateDirectory.open(directory.path),
            log: { Issue.record("\($0)") },
            publish: { told.add($0) }
        )
        try worker.start()
        defer { worker.stop() }
        worker.append(Event(at: .zero, kind: .dryingEnded, requester: Requester(.button)))
        worker.record(HistorySample(Snapshot()))
        let events = await withCheckedContinuation { continuation in
            worker.events(EventQuery(limit: 10)) { continuation.resume(returning: $0) }
        }
        #expect(try events.get().map(\.kind) == ["drying_ended"])
        #expect(try told.all == events.get())
        let history = await withCheckedContinuation { continuation in
            worker.history(HistoryQuery(span: .hours(1), points: 10)) {
                continuation.resume(returning: $0)
            }
        }
        #expect(try history.get().points.count == 1)
    }

    @Test func aStoppedStoreAnswersThatItIsStopped() async throws {
        let worker = try start()
        worker.stop()
        worker.stop()
        worker.append(Event(at: .zero, kind: .started, requester: .controller))
        let answer = await withCheckedContinuation { continuation in
            worker.clearLatch(1) { continuation.resume(returning: $0) }
        }
        guard case .failure(let error) = answer else {
            Issue.record("it answered \(answer)")
            return
        }
        #expect(error.kind == .stopped)
    }

    @Test func everyRequestBeforeAStopIsAnswered() async throws {
        let worker = try start()
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        worker.events(EventQuery(limit: 1)) { _ in
                            continuation.resume(returning: true)
                        }
                    }
                }
            }
            group.addTask {
                worker.stop()
                return true
            }
            return await group.reduce(into: 0) { count, _ in count += 1 }
        }
        #expect(answers == 51)
    }

    @Test func manyThreadsHandOverAtOnce() async throws {
        let worker = try start()
        await withTaskGroup(of: Void.self) { group in
            for session in 0..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        worker.append(
                            Event(
                                at: .zero,
                                kind: .started,
                                requester: Requester(.panda, session: UInt64(session))
                            )
                        )
                        worker.record(HistorySample(Snapshot()))
                    }
                }
            }
        }
        worker.stop()
        let next = try StoreBench(directory)
        #expect(try next.events().count == 160)
        #expect(try next.database?.value("SELECT count(*) FROM seconds") == .integer(160))
    }

    private func start() throws -> StoreService {
        let worker = try StoreService(try StateDirectory.open(directory.path), log: { _ in })
        try worker.start()
        return worker
    }
}
