import Boards
import Chamber
import SwitchCore
import Testing

@Suite struct ConverterJudgeTests {
    private static let absent = BusError(.open, errno: 2, at: BusPlace("/dev/i2c-1", address: 0x48))
    private static let silent = BusError(.read, errno: 6, at: BusPlace("/dev/i2c-1", address: 0x48))

    private func at(_ second: Int64) -> Instant {
        Instant(nanoseconds: second * 1_000_000_000)
    }

    /// The states that are reported for these rounds, one a second, from second 1 on.
    private func told(_ rounds: [BusError?]) -> [ConverterState] {
        var judge = ConverterJudge(at: at(0))
        var told: [ConverterState] = []
        for (index, error) in rounds.enumerated()
        where judge.follow(error, at: at(Int64(index) + 1)) {
            told.append(judge.state)
        }
        return told
    }

    @Test func nothingIsKnownBeforeTheFirstRound() {
        #expect(ConverterJudge(at: at(0)).state == ConverterState(.starting, since: at(0)))
    }

    @Test func aConverterThatIsAbsentAtTheStartIsToldAtOnceAndOnce() {
        #expect(
            told([Self.absent, Self.absent, Self.absent])
                == [ConverterState(.failing(Self.absent), since: at(1))]
        )
    }

    @Test func oneFailedRoundIsNoNews() {
        #expect(
            told([nil, Self.silent, nil, Self.silent, nil])
                == [ConverterState(.working, since: at(1))]
        )
    }

    @Test func twoFailedRoundsAreToldAndTheRecoveryToo() {
        #expect(
            told([nil, Self.silent, Self.silent, nil]) == [
                ConverterState(.working, since: at(1)),
                ConverterState(.failing(Self.silent), since: at(3)),
                ConverterState(.working, since: at(4)),
            ]
        )
    }

    @Test func anotherReasonIsToldOnceItStaysAndSinceStays() {
        #expect(
            told([Self.absent, Self.silent, Self.absent, Self.silent, Self.silent]) == [
                ConverterState(.failing(Self.absent), since: at(1)),
                ConverterState(.failing(Self.silent), since: at(1)),
            ]
        )
    }
}
