import Chamber
import SwitchCore
import Testing

/// The ends of the setpoint band, which a hub sends in messages of their own and in any order.
@Suite struct BandEndsTests {
    private static let hub = Requester(.reefnet)

    private static func tuning(_ change: (inout Tuning) -> Void) -> Tuning {
        var tuning = Tuning()
        change(&tuning)
        return tuning
    }

    private static let setPoint = tuning { $0.target = Celsius(28) }
    private static let span = tuning { $0.band = TemperatureDelta(1) }
    private static let lower = tuning { $0.lowerEnd = Celsius(27.5) }
    private static let upper = tuning { $0.upperEnd = Celsius(28.5) }

    /// Every order of `items`.
    private static func orders(of items: [Tuning]) -> [[Tuning]] {
        guard !items.isEmpty else { return [[]] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return orders(of: rest).map { [first] + $0 }
        }
    }

    private static func expectBand(
        _ bench: ControllerBench,
        _ lower: Double,
        _ upper: Double,
        _ comment: Comment
    ) {
        let (target, band) = (bench.snapshot.settings.target, bench.snapshot.settings.band)
        #expect(abs(target.degrees - band.kelvins / 2 - lower) < 1e-6, comment)
        #expect(abs(target.degrees + band.kelvins / 2 - upper) < 1e-6, comment)
    }

    /// From far above, from far below, and from within.
    @Test(arguments: [60.0, 12, 28])
    func everyOrderOfABurstEndsInTheSameBand(start: Double) {
        for burst in Self.orders(of: [Self.setPoint, Self.span, Self.lower, Self.upper]) {
            for isOneStep in [true, false] {
                var bench = ControllerBench.ready()
                _ = bench.answer(to: .setTarget(Celsius(start)))
                for patch in burst {
                    bench.wish(.tune(patch), from: Self.hub)
                    if !isOneStep { bench.step() }
                }
                bench.step()
                Self.expectBand(bench, 27.5, 28.5, "from \(start): \(burst)")
                #expect(!bench.snapshot.settings.isOn)
            }
        }
    }

    @Test func noOrderHeatsBeyondWhatWasAskedForOnTheWay() {
        for ends in [[Self.lower, Self.upper], [Self.upper, Self.lower]] {
            var bench = ControllerBench.ready()
            _ = bench.answer(to: .setTarget(Celsius(20)))
            for end in ends {
                _ = bench.answer(to: .tune(end), from: Self.hub)
                #expect([Celsius(20), Celsius(28)].contains(bench.snapshot.settings.target))
            }
            Self.expectBand(bench, 27.5, 28.5, "\(ends)")
        }
    }

    @Test func anEndThatFitsIsAppliedAlone() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .setTarget(Celsius(28)))
        #expect(bench.answer(to: .tune(Self.upper), from: Self.hub) == .applied)
        Self.expectBand(bench, 27.9, 28.5, "an upper end alone")
    }

    @Test func anEndWaitsASecondForTheOther() {
        for wait in [0.8, 1.2] {
            var bench = ControllerBench.ready()
            #expect(bench.answer(to: .tune(Self.lower), from: Self.hub) == .unchanged)
            #expect(bench.snapshot.settings.target == Celsius(60))
            bench.run(seconds: wait)
            _ = bench.answer(to: .tune(Self.upper), from: Self.hub)
            let isTogether = bench.snapshot.settings.target == Celsius(28)
            #expect(isTogether == (wait < 1), "after \(wait) s")
        }
    }

    @Test func endsThatAreTooFarApartAreNarrowedInEitherOrder() {
        let (low, high) = (
            Self.tuning { $0.lowerEnd = Celsius(20) }, Self.tuning { $0.upperEnd = Celsius(30) }
        )
        for ends in [[low, high], [high, low]] {
            var bench = ControllerBench.ready()
            _ = bench.answer(to: .tune(ends[0]), from: Self.hub)
            #expect(bench.answer(to: .tune(ends[1]), from: Self.hub) == .clamped)
            Self.expectBand(bench, 24, 26, "\(ends)")
        }
    }

    @Test func endsThatContradictEachOtherChangeNothing() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .tune(Self.tuning { $0.lowerEnd = Celsius(31) }), from: Self.hub)
        var wrong = Self.tuning { $0.upperEnd = Celsius(30) }
        wrong.guards.runawayDelta = TemperatureDelta(2)
        let before = bench.snapshot.settings
        #expect(bench.answer(to: .tune(wrong), from: Self.hub) == .refused(.outOfRange))
        #expect(bench.snapshot.settings == before)
    }

    @Test func endsAreHeldToTheBoardsLimits() {
        var bench = ControllerBench.ready()
        let wide = Self.tuning {
            $0.lowerEnd = Celsius(59)
            $0.upperEnd = Celsius(90)
        }
        #expect(bench.answer(to: .tune(wide), from: Self.hub) == .clamped)
        Self.expectBand(bench, 59, 60, "held")
    }
}
