import Chamber
import FlightLog
import Plant
import SwitchCore
import Testing

@Suite struct StepCodeTests {
    private static let at = Instant(nanoseconds: 77_000_000_123)

    /// Records one step with this input, and reads it back.
    private func roundTrip(_ inputs: [StepInput]) throws -> [RecordedStep] {
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var encoder = StepEncoder(limit: 100_000)
        var now = Self.at
        for input in inputs {
            let isIn = encoder.append(input, at: now, controller.step(input, at: now))
            #expect(isIn)
            now = now.advanced(by: .milliseconds(100))
        }
        var decoder = StepDecoder(encoder.writer.bytes[...])
        var steps: [RecordedStep] = []
        while let step = try decoder.next() { steps.append(step) }
        #expect(steps.count == inputs.count)
        return steps
    }

    private func input(_ reading: Reading = Reading()) -> StepInput {
        StepInput(reading: reading, report: SwitchReport())
    }

    @Test func everyWishComesBack() throws {
        var inputs: [StepInput] = []
        for (index, wish) in EveryWish.list.enumerated() {
            var one = input()
            let kind = Requester.Kind.allCases[index % Requester.Kind.allCases.count]
            let lease: Duration? = index % 2 == 0 ? nil : .nanoseconds(30_000_000_001)
            one.wishes.append(
                WishEnvelope(
                    wish,
                    from: Requester(kind, session: UInt64.max - UInt64(index)),
                    ticket: UInt64(index),
                    lease: lease
                )
            )
            inputs.append(one)
        }
        for (step, input) in zip(try roundTrip(inputs), inputs) {
            #expect(Array(step.input.wishes) == Array(input.wishes))
        }
    }

    @Test func openContactsComeBackInEachStep() throws {
        let sets: [ContactSet] = [
            ContactSet(), ContactSet([.door]), ContactSet([.door]), ContactSet(),
            ContactSet(ContactName.allCases),
        ]
        let inputs = sets.map { set in
            var one = input()
            one.openContacts = set
            return one
        }
        #expect(try roundTrip(inputs).map(\.input.openContacts) == sets)
    }

    @Test func pulsesComeBackInEachStep() throws {
        let counts: [Int?] = [nil, 0, 0, 7, 4_000, nil, 3]
        let inputs = counts.enumerated().map { index, count in
            var one = input()
            one.fanPulses = count
            one.openContacts = ContactSet(index % 2 == 0 ? [] : [.door])
            return one
        }
        let steps = try roundTrip(inputs)
        #expect(steps.map(\.input.fanPulses) == counts)
        #expect(steps.map(\.input.openContacts) == inputs.map(\.openContacts))
    }

    @Test func aStepTakesAsManyWishesAsThereCanBe() throws {
        var one = input()
        for wish in EveryWish.list.prefix(StepInput.mostWishes) {
            one.wishes.append(WishEnvelope(wish, from: .controller))
        }
        let steps = try roundTrip([one])
        #expect(steps.first.map { Array($0.input.wishes) } == Array(one.wishes))
    }

    @Test func everyKindOfSampleComesBack() throws {
        let outcomes: [ProbeSample.Outcome] =
            [
                .measured(code: .min, ratio: -0.0), .measured(code: .max, ratio: 1.5),
                .measured(code: 12, ratio: 0.25), .measured(code: 13, ratio: 0.25),
                .measured(code: 13, ratio: .infinity),
            ] + ProbeSample.BusFault.allCases.map { .failed($0) }
        var inputs: [StepInput] = [input()]
        for (index, outcome) in outcomes.enumerated() {
            var reading = Reading()
            let time = Instant(nanoseconds: Int64(index) * 1_000_003)
            let other = outcomes[(index + 3) % outcomes.count]
            reading.chamber = ProbeSample(outcome, takenAt: time)
            reading.element = ProbeSample(other, takenAt: index % 2 == 0 ? time : .distantFuture)
            if index % 3 == 0 { reading.chamberSecond = ProbeSample(outcome, takenAt: .zero) }
            inputs.append(input(reading))
        }
        inputs.append(input())
        for (step, input) in zip(try roundTrip(inputs), inputs) {
            #expect(step.input.reading == input.reading)
        }
    }

    @Test func everyReportComesBack() throws {
        var reports = [SwitchReport()]
        for bits in 0..<16 {
            var report = SwitchReport()
            report.isHeaterOn = bits & 1 != 0
            report.isFanOn = bits & 2 != 0
            report.isSecondRelayClosed = bits & 4 != 0
            report.isLineFaulty = bits & 8 != 0
            report.sequence = UInt64.max / UInt64(bits + 1)
            report.at = Instant(nanoseconds: Int64.max / Int64(bits + 1))
            report.closures = UInt64(bits) << 40
            report.onTime = .nanoseconds(Int64(bits) << 50)
            report.slots = UInt64(bits * bits)
            report.starts = UInt64(15 - bits)
            reports.append(report)
        }
        let inputs = reports.map { StepInput(reading: Reading(), report: $0) }
        for (step, report) in zip(try roundTrip(inputs), reports) {
            #expect(step.input.report == report)
        }
    }

    @Test func timesOfEverySizeComeBack() throws {
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var encoder = StepEncoder(limit: 10_000)
        let times: [Int64] = [0, 0, 100_000_000, 200_000_001, 5, .max, .min, -1]
        for time in times {
            let now = Instant(nanoseconds: time)
            let isIn = encoder.append(input(), at: now, controller.step(input(), at: now))
            #expect(isIn)
        }
        var decoder = StepDecoder(encoder.writer.bytes[...])
        for time in times {
            let step = try decoder.next()
            #expect(step?.at == Instant(nanoseconds: time))
        }
    }

    @Test func outputsComeBack() throws {
        var life = RecordedLife(seed: 21)
        var controller = life.controller
        life.live(steps: 5_000)
        var decoder = StepDecoder(life.encoder.writer.bytes[...])
        var events = 0
        while let step = try decoder.next() {
            let output = StepOutput(controller.step(step.input, at: step.at))
            #expect(step.output == output)
            events += output.events.count
        }
        #expect(events > 5)
    }

    @Test func aFullEncoderKeepsWhatItHas() throws {
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var encoder = StepEncoder(limit: 100)
        var now = Self.at
        var taken = 0
        while encoder.append(input(), at: now, controller.step(input(), at: now)) {
            taken += 1
            now = now.advanced(by: .milliseconds(100))
        }
        #expect(taken > 1)
        #expect(encoder.stepCount == taken)
        var decoder = StepDecoder(encoder.writer.bytes[...])
        var read = 0
        while try decoder.next() != nil { read += 1 }
        #expect(read == taken)
    }

    /// A new field of the snapshot must be added to ``OutputDigest``, then to this list; not one that people read
    /// alone and that no decision rests on, as the way to the set point.
    @Test func theDigestKnowsEveryFieldOfASnapshot() {
        let names = Mirror(reflecting: Snapshot()).children.compactMap(\.label)
        #expect(
            names == [
                "at", "step", "settings", "settingsChangedBy", "drying", "activity",
                "activitySince", "offReason",
                "setPoint", "chamber", "chamberSecond", "element", "offsets", "contacts", "duty",
                "deliveredDuty", "isHeaterOn", "isFanOn", "isFoldedBack", "model",
                "calibrationState", "calibration", "calibrationReport", "readyIn", "outlook",
                "soak",
                "health",
                "latch",
                "isClearing", "warnings",
                "lease",
                "bed", "guards", "boardGuards", "isSilenced", "lowestTarget", "highestTarget",
                "highestReachable", "longestDryingHours", "switchings", "heaterOnTime",
                "energyWattHours",
            ]
        )
    }
}
