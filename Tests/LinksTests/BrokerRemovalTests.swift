import Chamber
import Dialects
import Links
import SwitchCore
import Testing

/// What earlier runs had left at the broker under another id or prefix.
@Suite struct BrokerRemovalTests {
    private static let own = [
        "homeassistant/device/hearth_0123456789ab/config", "hearth/0123456789ab/state",
        "hearth/0123456789ab/availability",
    ]
    private static let old = [
        "homeassistant/device/hearth_attic/config", "house/attic/state",
        "house/attic/availability",
    ]

    @Test func theFirstRunRemembersItsTopicsBeforeItUsesThem() throws {
        var bench = SessionBench()
        let actions = bench.settle()
        #expect(actions.first == .keep(Self.own))
        #expect(actions.kept.count == 1)
    }

    @Test func aRunWithTheSameTopicsWritesNothing() {
        var bench = SessionBench(earlier: Self.own)
        #expect(bench.settle().kept == [])
    }

    @Test func topicsOfAnotherIdAreForgottenAndTheMemoryOfThemAfterTheBrokersAnswer() {
        var bench = SessionBench(earlier: Self.old)
        let actions = bench.settle()
        #expect(actions.kept == [Self.own + Self.old], "a power cut now loses no topic")
        let published = actions.published
        for topic in Self.old { #expect(published.contains(.forgetting(topic))) }
        #expect(!published.contains { $0.payload.isEmpty && Self.own.contains($0.topic) })
        #expect(published.contains(BrokerMessage(bench.settings.echo, "2")))
        #expect(
            bench.receive(bench.settings.echo, "1").kept == [],
            "an older answer proves nothing"
        )
        #expect(bench.receive(bench.settings.echo, "2").kept == [Self.own])
        #expect(bench.receive(bench.settings.echo, "2").kept == [], "once")
    }

    @Test func aConnectionThatIsLostBeforeTheAnswerForgetsThemAgain() {
        var bench = SessionBench(earlier: Self.old)
        _ = bench.settle()
        _ = bench.session.step(.lost, at: bench.now)
        _ = bench.connect()
        _ = bench.receive(bench.settings.echo, "3")
        let actions = bench.pass(.milliseconds(100))
        #expect(actions.published.contains(.forgetting("house/attic/state")))
        #expect(actions.kept == [], "it stands there already")
        #expect(bench.receive(bench.settings.echo, "4").kept == [Self.own])
    }

    @Test func aFirstRunDeletesWhatAnEarlierVersionMayHaveLeft() {
        var bench = SessionBench(earlier: nil)
        let actions = bench.settle()
        let stock = bench.settings.stock.availability
        #expect(actions.first == .keep(Self.own + [stock]))
        #expect(actions.published.filter { $0.payload.isEmpty } == [.forgetting(stock)])
        #expect(bench.receive(bench.settings.echo, "2").kept == [Self.own])
    }

    @Test func aConnectionAfterAnotherDeletesNothingAgain() {
        var bench = SessionBench(earlier: nil) { $0.speaksStock = true }
        #expect(bench.settle().published.contains { $0.payload.isEmpty })
        _ = bench.receive(bench.settings.echo, "2")
        _ = bench.session.step(.lost, at: bench.now)
        _ = bench.connect()
        _ = bench.receive(bench.settings.echo, "3")
        let actions = bench.pass(.milliseconds(100))
        #expect(!actions.published.contains { $0.payload.isEmpty })
        #expect(actions.published.contains { $0.topic == bench.settings.homeAssistant.state })
        #expect(actions.kept == [])
    }

    @Test func stockAloneForgetsHomeAssistantsTopicsAndStays() {
        var bench = SessionBench(earlier: Self.own) { settings in
            settings.speaksHomeAssistant = false
            settings.speaksStock = true
        }
        let actions = bench.settle()
        #expect(!actions.contains(.leave))
        #expect(actions.published.filter { $0.payload.isEmpty }.map(\.topic) == Self.own)
        _ = bench.receive(bench.settings.echo, "2")
        #expect(!bench.pass(.seconds(60)).contains(.leave))
    }

    // MARK: A device that is turned off

    @Test func aDeviceThatIsTurnedOffLeavesOnceTheBrokerHasDeletedAll() {
        var bench = SessionBench(earlier: Self.old + Self.own) { $0.speaksHomeAssistant = false }
        let actions = bench.settle()
        #expect(
            actions.published == (Self.old + Self.own).map { .forgetting($0) }
                + [BrokerMessage(bench.settings.echo, "2")]
        )
        #expect(bench.pass(.seconds(1)) == [], "not before the broker's answer")
        #expect(bench.receive(bench.settings.echo, "2").kept == [[]])
        let end = bench.pass(.milliseconds(100))
        #expect(end.notes.first?.hasPrefix("Removed this device") == true)
        #expect(end.last == .leave)
        #expect(bench.session.step(.leaving, at: bench.now) == [])
    }

    @Test func aDeviceThatWasTurnedOffConnectsNoMore() {
        #expect(SessionBench(earlier: []) { $0.speaksHomeAssistant = false }.session.isNeedless)
        #expect(!SessionBench(earlier: nil) { $0.speaksHomeAssistant = false }.session.isNeedless)
        #expect(
            !SessionBench(earlier: Self.old) { $0.speaksHomeAssistant = false }.session.isNeedless
        )
        #expect(!SessionBench(earlier: []).session.isNeedless)
    }

    @Test func aBrokerThatDoesNotAnswerIsLeftAndAskedAgainAtTheNextStart() {
        var bench = SessionBench(earlier: Self.own) { $0.speaksHomeAssistant = false }
        _ = bench.settle()
        #expect(bench.pass(.seconds(9)) == [])
        let end = bench.pass(.seconds(1))
        #expect(end.notes.first?.contains("did not confirm") == true)
        #expect(end.last == .leave)
        #expect(end.kept == [])
    }

    @Test func aDeviceThatSomebodyElseRemovedDescribesItselfAgain() {
        var bench = SessionBench(earlier: Self.own)
        _ = bench.settle()
        _ = bench.receive(bench.settings.homeAssistant.discovery, "")
        let messages = bench.pass(.seconds(3)).published
        #expect(messages.map(\.topic) == Self.own)
        #expect(bench.pass(.seconds(1)).published == [])
    }
}

@Suite struct BrokerPatienceTests {
    /// Long after every loss.
    private static let late = Instant.zero.advanced(by: .hours(1))

    @Test func whileHeatIsAtStakeAndForAMinuteAfterALossTriesAreFast() {
        var patience = BrokerPatience()
        patience.connected(at: .zero)
        let lost = Instant.zero.advanced(by: .hours(2))
        patience.lost(at: lost)
        for seconds in stride(from: 0.0, to: 59, by: 4) {
            let now = lost.advanced(by: .seconds(seconds))
            let pause = patience.pause(jitter: 1, isHeatAtStake: false, at: now)
            #expect(pause <= .seconds(4.5))
            patience.lost(at: now)
        }
        let now = lost.advanced(by: .seconds(61))
        #expect(patience.pause(jitter: 0, isHeatAtStake: true, at: now) <= .seconds(4.5))
        #expect(patience.pause(jitter: 0, isHeatAtStake: false, at: now) == .seconds(60))
    }

    @Test func pausesDoubleToAMinuteAndAThirdMore() {
        var patience = BrokerPatience()
        let pauses = (0..<8).map { _ in
            patience.pause(jitter: 0, isHeatAtStake: false, at: Self.late)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        let longest = patience.pause(jitter: 1, isHeatAtStake: false, at: Self.late)
        #expect(longest == .seconds(90))
        #expect(BrokerPatience.holding > .seconds(90), "longer than the other's longest pause")
    }

    @Test func aConnectionThatHoldsBeginsAnew() {
        var patience = BrokerPatience()
        for _ in 0..<5 { _ = patience.pause(jitter: 0, isHeatAtStake: false, at: Self.late) }
        patience.connected(at: .zero)
        let told = [119_999, 120_000, 121_000].map { milliseconds in
            patience.holds(at: .zero.advanced(by: .milliseconds(milliseconds)))
        }
        #expect(told == [false, true, false])
        patience.lost(at: .zero.advanced(by: .seconds(121)))
        #expect(patience.losses == 0)
        let pause = patience.pause(jitter: 0, isHeatAtStake: false, at: Self.late)
        #expect(pause == .seconds(1))
    }

    @Test func threeConnectionsThatDidNotHoldAreContested() {
        var patience = BrokerPatience()
        for number in 1...3 {
            patience.lost(at: .zero)
            #expect(patience.losses == number - 1, "one that never was is none")
            patience.connected(at: .zero)
            patience.lost(at: .zero.advanced(by: .seconds(1)))
            #expect(patience.isContested == (number == 3))
        }
        patience.connected(at: .zero)
        patience.lost(at: .zero.advanced(by: .seconds(120)))
        #expect(!patience.isContested)
    }
}
