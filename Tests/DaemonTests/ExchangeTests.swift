import Chamber
import Daemon
import Dialects
import SwitchCore
import Testing

@Suite struct ExchangeTests {
    @Test func wishesArriveInOrderAndAtMostEightAtATime() {
        let exchange = Exchange(Snapshot())
        for ticket in 1...10 as ClosedRange<UInt64> {
            #expect(exchange.post(WishEnvelope(.clearLatch, from: Requester(.api), ticket: ticket)))
        }
        #expect(exchange.collectWishes().map(\.ticket) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(exchange.collectWishes().map(\.ticket) == [9, 10])
    }

    @Test func whoeverWaitsIsToldThatTheServiceEnds() {
        let exchange = Exchange(Snapshot())
        #expect(exchange.post(WishEnvelope(.renewLease, from: Requester(.panda))))
        #expect(
            exchange.post(WishEnvelope(.heat(to: Celsius(50)), from: Requester(.api), ticket: 4))
        )
        exchange.refuseWishes(.stopping)
        #expect(exchange.collectOutcomes() == [WishOutcome(ticket: 4, answer: .refused(.stopping))])
        #expect(exchange.collectWishes().isEmpty)
    }

    @Test func aFloodOfWishesIsTurnedAway() {
        let exchange = Exchange(Snapshot())
        let accepted = (0..<10_000).count { _ in
            exchange.post(WishEnvelope(.renewLease, from: Requester(.panda)))
        }
        #expect(accepted == 256)
    }

    @Test func theSnapshotShowsAStepBeforeItsOutcomesDo() {
        var controller = Controller(
            ControllerConfiguration(
                chamber: ProbeConfiguration(
                    thermistor: .pandaBreath,
                    divider: Divider(series: Ohms(literal: 82_000), thermistorSide: .low)
                )
            ),
            at: .zero
        )
        let exchange = Exchange(controller.initialSnapshot)
        var input = StepInput(reading: Reading(), report: SwitchReport())
        input.wishes.append(
            WishEnvelope(.setTarget(Celsius(48)), from: Requester(.api), ticket: 5)
        )
        exchange.publish(controller.step(input, at: Instant(nanoseconds: 100_000_000)))
        #expect(exchange.snapshot.settings.target == Celsius(48))
        #expect(exchange.collectOutcomes() == [WishOutcome(ticket: 5, answer: .applied)])
        #expect(exchange.collectOutcomes().isEmpty)
    }

    @Test func eventsAreToldOnce() {
        let exchange = Exchange(Snapshot())
        let event = Event(at: .zero, kind: .started, requester: .controller)
        exchange.publish([APIEvent(id: 3, wallMilliseconds: 17, event: event)])
        #expect(exchange.collectEvents().map(\.id) == [3])
        #expect(exchange.collectEvents().isEmpty)
    }
}
