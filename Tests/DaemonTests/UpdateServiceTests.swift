import Chamber
import Daemon
import Server
import Surroundings
import Synchronization
import TestSupport
import Testing
import Update

@Suite struct UpdateServiceTests {
    private let directory: TemporaryDirectory
    private let outcomes: AsyncStream<Void>
    private let service: UpdateService

    init() throws {
        directory = try TemporaryDirectory()
        var options = UpdateOptions(version: try #require(ReleaseVersion("1.2.3")))
        options.isLaunched = true
        options.settings.keyFolders = []
        let (outcomes, wake) = AsyncStream<Void>.makeStream()
        self.outcomes = outcomes
        service = try UpdateService(
            options,
            in: directory.path,
            Exchange(Snapshot()),
            record: { _ in },
            restart: { Issue.record("it restarts") },
            wakeServer: { wake.yield() }
        )
    }

    /// Waits until the service has an outcome.
    private func outcome() async throws -> UploadOutcome {
        for await _ in outcomes { break }
        return try #require(service.collectOutcomes().first)
    }

    @Test func anUploadThatOverrunsTheQueueIsRefusedAndSaysWhy() async throws {
        #expect(service.begin(byteCount: 100_000, isFirmware: true))
        for _ in 0..<UpdateService.capacity { service.receive(.part([0])) }
        service.receive(.end)
        try service.start()
        defer { service.stop() }
        let outcome = try await outcome()
        #expect(!outcome.isAccepted)
        #expect(
            outcome.text
                == "The update was refused: it arrived faster than it could be written to the disk: "
                + "upload it again."
        )
        // The next upload begins without a trace of it.
        #expect(service.begin(byteCount: 4, isFirmware: true))
        service.receive(.part([1, 2, 3, 4]))
        service.receive(.end)
        #expect(try await !self.outcome().text.contains("faster"))
    }

    @Test func aSecondUploadIsRefusedWhileOneIsUnderWay() throws {
        #expect(service.begin(byteCount: 4, isFirmware: true))
        #expect(!service.begin(byteCount: 4, isFirmware: true))
    }
}
