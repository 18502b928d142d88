import Dialects
import Links
import Testing

/// What passes while the beginning of an update waits for its answer.
@Suite struct TransferGateTests {
    private static func waiting() -> TransferGate {
        var gate = TransferGate()
        #expect(gate.pass(.begin(byteCount: 9)) == [.begin(byteCount: 9)])
        return gate
    }

    @Test func whatComesBeforeTheAnswerWaitsForIt() {
        var gate = Self.waiting()
        #expect(gate.pass(.part([1])) == [])
        #expect(gate.pass(.end) == [])
        #expect(gate.open(isReady: true) == [.part([1]), .end])
        #expect(gate.pass(.begin(byteCount: 2)) == [.begin(byteCount: 2)])
    }

    @Test func whatComesAfterTheAnswerGoesThrough() {
        var gate = Self.waiting()
        #expect(gate.open(isReady: true) == [])
        #expect(gate.pass(.part([1])) == [.part([1])])
        #expect(gate.pass(.givenUp("x")) == [.givenUp("x")])
    }

    @Test func ofWhatIsRefusedNothingIsHandedOn() {
        var gate = Self.waiting()
        _ = gate.pass(.part([1]))
        #expect(!gate.isSuperseded)
        #expect(gate.open(isReady: false) == [])
        #expect(gate.pass(.begin(byteCount: 2)) == [.begin(byteCount: 2)])
    }

    @Test func whatIsGivenUpMeanwhileIsGivenUpOnceItIsHeardOf() {
        var gate = Self.waiting()
        _ = gate.pass(.part([1]))
        #expect(gate.pass(.givenUp("x")) == [])
        #expect(gate.isSuperseded)
        #expect(gate.open(isReady: true) == [.givenUp("x")])
        #expect(!gate.isSuperseded)
    }

    @Test(arguments: [true, false])
    func oneThatBeginsMeanwhileWaitsForItsOwnAnswer(isReady: Bool) {
        var gate = Self.waiting()
        _ = gate.pass(.givenUp("x"))
        #expect(gate.pass(.begin(byteCount: 3)) == [])
        #expect(gate.pass(.part([2])) == [])
        let first: [DeviceLinkTransfer] = isReady ? [.givenUp("x")] : []
        #expect(gate.open(isReady: isReady) == first + [.begin(byteCount: 3)])
        #expect(!gate.isSuperseded)
        #expect(gate.open(isReady: true) == [.part([2])])
    }

    @Test func whoBeginsAnewForEverIsKeptOnce() {
        var gate = Self.waiting()
        for _ in 0..<1_000 {
            #expect(gate.pass(.part([1, 2, 3])) == [])
            #expect(gate.pass(.givenUp("x")) == [])
            #expect(gate.pass(.begin(byteCount: 3)) == [])
        }
        #expect(gate.open(isReady: true) == [.givenUp("x"), .begin(byteCount: 3)])
        #expect(gate.open(isReady: true) == [])
    }
}
