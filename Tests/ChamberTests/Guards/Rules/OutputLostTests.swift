import Chamber
import SwitchCore
import Testing

@Suite struct OutputLostTests {
    @Test func aSwitchThatDoesNotAnswerForTwoSecondsLatches() throws {
        var bench = ControllerBench.heating()
        bench.isSwitchDeaf = true
        let time = try #require(bench.run(atMost: 5) { $0.snapshot.latch != nil })
        #expect((2.0...2.4).contains(time))
        #expect(bench.snapshot.latch?.code == .outputLost)
        #expect(bench.snapshot.isCold)
    }

    @Test func aSwitchThatDiedLatchesInTheSameStepAlsoWhileOff() {
        for isHeating in [true, false] {
            var bench = isHeating ? ControllerBench.heating() : ControllerBench()
            bench.run(seconds: 1)
            bench.switchStarts += 1
            bench.step()
            #expect(bench.snapshot.latch?.code == .outputLost)
            #expect(bench.snapshot.isCold)
        }
    }

    @Test func aSwitchThatWasStartedAnewIsTrustedOnceTheFaultIsCleared() {
        var bench = ControllerBench.heating()
        bench.switchStarts += 1
        bench.run(seconds: 5)
        bench.wish(.clearLatch)
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func aLineThatDoesNotReadAsItIsDrivenLatches() {
        var bench = ControllerBench.heating()
        bench.isLineFaulty = true
        bench.step()
        #expect(bench.snapshot.latch?.code == .outputLost)
        #expect(bench.snapshot.isCold)
    }

    @Test func aShortSilenceIsPassedOver() {
        var bench = ControllerBench.heating()
        bench.isSwitchDeaf = true
        bench.run(seconds: 1.5)
        bench.isSwitchDeaf = false
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch == nil)
    }
}
