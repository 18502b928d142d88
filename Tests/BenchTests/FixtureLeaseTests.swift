import Bench
import Plant
import SwitchCore
import Testing

/// Who may make faults at a fixture, and when they end.
@Suite struct FixtureLeaseTests {
    private var lease = FixtureLease([.elementOpen, .relayWelded])

    private static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .milliseconds(Int64(seconds * 1000)))
    }

    @Test mutating func aFaultBeginsAndEnds() {
        let begun = lease.step(.request(session: 1, .begin(.elementOpen)), at: Self.at(0))
        #expect(begun == [.set(.elementOpen, true)])
        #expect(lease.present == [.elementOpen])
        let ended = lease.step(.request(session: 1, .end(.elementOpen)), at: Self.at(1))
        #expect(ended == [.set(.elementOpen, false)])
        #expect(lease.present == [])
    }

    @Test mutating func aFaultWithoutALineIsRefused() {
        let effects = lease.step(.request(session: 1, .begin(.fanStopped)), at: Self.at(0))
        #expect(effects == [.refuse("the fixture has no line for fan_stopped")])
        #expect(lease.present == [])
    }

    @Test mutating func faultsEndWhenTheBenchFallsSilentTheBridgeFirst() {
        _ = lease.step(.request(session: 1, .begin(.elementOpen)), at: Self.at(0))
        _ = lease.step(.request(session: 1, .begin(.relayWelded)), at: Self.at(1))
        let inTime = lease.step(.tick, at: Self.at(6))
        #expect(inTime == [])
        let late = lease.step(.tick, at: Self.at(6.1))
        #expect(late == [.set(.relayWelded, false), .set(.elementOpen, false)])
        #expect(lease.present == [])
    }

    @Test mutating func aBenchThatRenewsKeepsItsFaults() {
        _ = lease.step(.request(session: 1, .begin(.elementOpen)), at: Self.at(0))
        for second in 1...20 {
            let effects = lease.step(.request(session: 1, .renew), at: Self.at(Double(second)))
            #expect(effects == [])
        }
        #expect(lease.present == [.elementOpen])
    }

    @Test mutating func anotherBenchWaitsUntilTheFirstHasEnded() {
        _ = lease.step(.request(session: 1, .begin(.elementOpen)), at: Self.at(0))
        let refused = lease.step(.request(session: 2, .begin(.relayWelded)), at: Self.at(1))
        #expect(refused == [.refuse("another bench uses this fixture; wait until it has ended")])
        _ = lease.step(.request(session: 1, .endAll), at: Self.at(2))
        let taken = lease.step(.request(session: 2, .begin(.relayWelded)), at: Self.at(3))
        #expect(taken == [.set(.relayWelded, true)])
    }
}
