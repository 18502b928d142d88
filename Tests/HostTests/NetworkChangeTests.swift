import Chamber
import Host
import SwitchCore
import Testing

@Suite struct NetworkChangeTests {
    private let start = Instant(nanoseconds: 5_000_000_000)

    private func after(_ seconds: Int) -> Instant { start.advanced(by: .seconds(seconds)) }

    private func change() -> NetworkChange { NetworkChange(trial: .seconds(60), at: start) }

    /// One that has been in effect since the tenth second.
    private func changeOnTrial() -> NetworkChange {
        var change = change()
        let action = change.step(.inspected(.inEffect, isWired: false), at: after(10))
        #expect(action == [.awaitVisit, .report])
        return change
    }

    @Test func itWaitsForNetworkManager() {
        var change = change()
        let action = change.step(.inspected(.underWay, isWired: false), at: after(44))
        #expect(action == [])
        #expect(change.deadline == after(45))
    }

    @Test func whatNeverComesAboutIsGivenUp() {
        var change = change()
        let action = change.step(.inspected(.underWay, isWired: false), at: after(45))
        #expect(action == [.fail(.tookTooLong)])
        let again = change.step(.inspected(.inEffect, isWired: false), at: after(46))
        #expect(again == [])
        #expect(change.deadline == nil)
    }

    @Test func whatFailsIsTakenBackAtOnce() {
        var change = change()
        let action = change.step(.inspected(.failed(.wrongPassword), isWired: false), at: after(3))
        #expect(action == [.fail(.wrongPassword)])
        #expect(change.state == .over)
    }

    @Test func byCableNobodyCanHaveBeenCutOff() {
        var change = change()
        let action = change.step(.inspected(.inEffect, isWired: true), at: after(3))
        #expect(action == [.report, .keep])
        #expect(change.deadline == nil)
    }

    @Test func nobodyComesBack() {
        var change = changeOnTrial()
        #expect(change.deadline == after(70))
        let early = change.step(.inspected(.inEffect, isWired: false), at: after(69))
        #expect(early == [])
        let action = change.step(.inspected(.inEffect, isWired: false), at: after(70))
        #expect(action == [.rollBack])
        let late = change.step(.visited(at: after(71)), at: after(71))
        #expect(late == [])
    }

    @Test func somebodyComesBack() {
        var change = changeOnTrial()
        let before = change.step(.visited(at: after(10)), at: after(10))
        #expect(before == [], "a request from before the change shows nothing")
        let action = change.step(.visited(at: after(11)), at: after(11))
        #expect(action == [.keep])
        let later = change.step(.inspected(.inEffect, isWired: false), at: after(100))
        #expect(later == [])
    }

    @Test func aVisitBeforeItIsInEffectShowsNothing() {
        var change = change()
        let action = change.step(.visited(at: after(5)), at: after(5))
        #expect(action == [])
        let keep = change.step(.keep, at: after(30))
        #expect(keep == [])
    }

    @Test func aPersonMaySayThatItStays() {
        var change = changeOnTrial()
        let action = change.step(.keep, at: after(30))
        #expect(action == [.keep])
        #expect(change.deadline == nil)
    }

    @Test func theCheckpointOutlastsBoth() {
        let longest = NetworkChange.patience + .seconds(60)
        #expect(NetworkChange.checkpointTime(trial: .seconds(60)) > longest)
    }

    @Test(arguments: [7, 53, 15, 8, 99]) func everyReasonHasWords(reason: Int) {
        for purpose in [ConnectionProfile.Purpose.station, .hotspot] {
            let words = NetworkFailure(deviceReason: reason).words(for: purpose)
            #expect(!words.isEmpty && !words.hasSuffix("."))
        }
    }
}
