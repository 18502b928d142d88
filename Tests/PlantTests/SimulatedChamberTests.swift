import Chamber
import Plant
import SwitchCore
import Testing

/// The simulated hardware: what its probes read, and what each defect does to it.
@Suite struct SimulatedChamberTests {
    /// A chamber under a steady command.
    struct Rig {
        private(set) var heater: SimulatedHeater
        private var now = Instant.zero
        private var sequence: UInt64 = 0

        init(
            _ configuration: ControllerConfiguration = NominalBoard.configuration,
            plant: PlantParameters = quiet,
            measuresSupply: Bool = true
        ) {
            var converter = SimulatedConverter()
            converter.measuresSupply = measuresSupply
            heater = SimulatedHeater(
                configuration,
                plant: plant,
                converter: converter,
                at: .zero
            )
        }

        var chamber: SimulatedChamber {
            get { heater.chamber }
            set { heater.chamber = newValue }
        }

        /// The nominal plant without noise.
        static let quiet = {
            var parameters = PlantParameters()
            parameters.noiseKelvin = 0
            return parameters
        }()

        mutating func run(seconds: Double, _ heater: Duty = .off, isFanOn: Bool = true) {
            for _ in 0..<Int((seconds * 10).rounded()) {
                now = now.advanced(by: .milliseconds(100))
                sequence += 1
                self.heater.receive(
                    SwitchCommand(
                        sequence: sequence,
                        heater: heater,
                        isFanOn: isFanOn,
                        isSecondRelayClosed: true,
                        leaseEnd: now.advanced(by: .seconds(3))
                    ),
                    at: now
                )
                self.heater.advance(to: now)
            }
        }
    }

    /// A sample: a temperature, or a failure.
    private enum Finding: Equatable {
        case degrees(Double)
        case finding(Divider.Finding)
        case failed
        case nothing
    }

    private static func finding(_ sample: ProbeSample?) -> Finding {
        let probe = NominalBoard.configuration.chamber
        switch sample?.outcome {
        case .none: return .nothing
        case .failed: return .failed
        case .measured(_, let ratio):
            let finding = probe.divider.finding(ratio: ratio)
            guard case .resistance(let ohms) = finding else { return .finding(finding) }
            return .degrees(probe.thermistor.temperature(at: ohms).degrees)
        }
    }

    private static func degrees(_ sample: ProbeSample?) -> Double {
        guard case .degrees(let degrees) = finding(sample) else { return .nan }
        return degrees
    }

    private static func code(_ sample: ProbeSample?) -> Int32? {
        guard case .measured(let code, _) = sample?.outcome else { return nil }
        return code
    }

    // MARK: Probes

    @Test func atRestEveryProbeReadsTheRoom() {
        let rig = Rig()
        #expect(abs(Self.degrees(rig.chamber.reading.chamber) - 25) < 0.01)
        #expect(abs(Self.degrees(rig.chamber.reading.element) - 25) < 0.01)
        #expect(rig.chamber.reading.chamberSecond == nil)
        #expect(rig.heater.report == SwitchReport())
    }

    @Test func samplesComeFourTimesASecond() {
        var rig = Rig()
        var times: Set<Instant> = []
        for _ in 0..<100 {
            rig.run(seconds: 0.1)
            if let sample = rig.chamber.reading.chamber { times.insert(sample.takenAt) }
        }
        times.remove(.zero)
        #expect(times.count == 40)
    }

    @Test func theChamberProbeIsLateAndTheElementProbeLess() {
        var rig = Rig()
        rig.run(seconds: 6, .full)
        let (early, element) = (rig.chamber.reading.chamber, rig.chamber.reading.element)
        #expect(rig.chamber.plant.air > 25.05)
        #expect(abs(Self.degrees(early) - 25) < 0.02, "5 s of dead time")
        #expect(Self.degrees(element) > 26)
        rig.run(seconds: 600, .full)
        let lag = rig.chamber.plant.air - Self.degrees(rig.chamber.reading.chamber)
        #expect(lag > 0.3 && lag < 5)
        rig.run(seconds: 40_000)
        #expect(abs(Self.degrees(rig.chamber.reading.chamber) - rig.chamber.plant.air) < 0.05)
    }

    @Test func theRelaysStateIsThePlants() {
        var rig = Rig()
        rig.run(seconds: 60, .full)
        let report = rig.heater.report
        #expect(report.isHeaterOn && report.isFanOn)
        #expect(abs(rig.chamber.plant.energyJoules - 300 * report.onTime.inSeconds) < 16)
        rig.run(seconds: 60)
        #expect(!rig.heater.report.isHeaterOn)
    }

    @Test func whatABoardsCorrectionCorrectsIsWhatTheProbeReadsWrong() {
        var configuration = NominalBoard.configuration
        configuration.chamber.offset = TemperatureDelta(2)
        let rig = Rig(configuration)
        #expect(abs(Self.degrees(rig.chamber.reading.chamber) - 23) < 0.01)
    }

    @Test func aSecondChamberProbeReadsTheSameAir() {
        var configuration = NominalBoard.configuration
        configuration.chamberSecond = configuration.chamber
        configuration.element = nil
        var rig = Rig(configuration)
        rig.run(seconds: 120, .full)
        let reading = rig.chamber.reading
        #expect(Self.code(reading.chamber) == Self.code(reading.chamberSecond))
        #expect(reading.element == nil)
    }

    // MARK: Noise

    @Test func noiseHasItsWidth() {
        var rig = Rig(plant: PlantParameters())
        var errors: [Double] = []
        for _ in 0..<2_000 {
            rig.run(seconds: 0.5)
            errors.append(Self.degrees(rig.chamber.reading.chamber) - 25)
        }
        let mean = errors.reduce(0, +) / 2_000
        let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_000
        #expect(abs(mean) < 0.005)
        #expect(abs(squares.squareRoot() - 0.03) < 0.003)
    }

    @Test func aSeedIsARun() {
        func codes(seed: UInt64) -> [Int32?] {
            var parameters = PlantParameters()
            parameters.seed = seed
            var rig = Rig(plant: parameters)
            return (0..<200).map { step in
                rig.run(seconds: 0.5, step < 100 ? .full : .off)
                return Self.code(rig.chamber.reading.chamber)
            }
        }
        #expect(codes(seed: 3) == codes(seed: 3))
        #expect(codes(seed: 3) != codes(seed: 4))
    }

    // MARK: Defects

    private static let defects: [(PlantFault, chamber: Finding?, element: Finding?)] = [
        (.chamberOpen, .finding(.openCircuit), nil),
        (.chamberShort, .finding(.shortCircuit), nil),
        (.elementOpen, nil, .finding(.openCircuit)),
        (.elementShort, nil, .finding(.shortCircuit)),
        (.converterGone, .failed, .failed),
    ]

    @Test(arguments: defects.indices)
    func aProbesDefectIsReadAtOnceAndGoesWithItsCause(row: Int) {
        let (fault, chamber, element) = Self.defects[row]
        var rig = Rig()
        let before = (
            Self.finding(rig.chamber.reading.chamber), Self.finding(rig.chamber.reading.element)
        )
        rig.chamber.faults[fault] = true
        rig.run(seconds: 0.5)
        #expect(Self.finding(rig.chamber.reading.chamber) == chamber ?? before.0)
        #expect(Self.finding(rig.chamber.reading.element) == element ?? before.1)
        rig.chamber.faults[fault] = false
        rig.run(seconds: 0.5)
        #expect(Self.finding(rig.chamber.reading.chamber) == before.0)
        #expect(Self.finding(rig.chamber.reading.element) == before.1)
    }

    @Test func aFrozenProbeKeepsItsCodeWhileSamplesGoOn() {
        var rig = Rig(plant: PlantParameters())
        rig.run(seconds: 30, .full)
        rig.chamber.faults[.chamberFrozen] = true
        rig.run(seconds: 0.5, .full)
        let (code, time) = (
            Self.code(rig.chamber.reading.chamber), rig.chamber.reading.chamber?.takenAt
        )
        for _ in 0..<100 {
            rig.run(seconds: 0.5, .full)
            #expect(Self.code(rig.chamber.reading.chamber) == code)
        }
        #expect(rig.chamber.reading.chamber?.takenAt != time)
        rig.chamber.faults[.chamberFrozen] = false
        rig.run(seconds: 0.5, .full)
        #expect(Self.code(rig.chamber.reading.chamber) != code)
    }

    @Test func anOpenHeaterTakesNoPower() {
        var rig = Rig()
        rig.chamber.faults[.heaterOpen] = true
        rig.run(seconds: 120, .full)
        #expect(rig.heater.report.isHeaterOn, "the line is on all the same")
        #expect(rig.chamber.plant.energyJoules == 0)
        #expect(rig.chamber.plant.element == 25)
    }

    @Test func aWeldedRelayHeatsWhateverItsLineSays() {
        var rig = Rig()
        rig.chamber.faults[.relayWelded] = true
        rig.run(seconds: 60)
        #expect(!rig.heater.report.isHeaterOn)
        #expect(abs(rig.chamber.plant.energyJoules - 300 * 60) < 1)
        rig.chamber.faults[.heaterOpen] = true
        rig.run(seconds: 60)
        #expect(abs(rig.chamber.plant.energyJoules - 300 * 60) < 1, "an open element heats never")
    }

    @Test func aStoppedFanLeavesTheElementHot() {
        var healthy = Rig()
        var broken = Rig()
        broken.chamber.faults[.fanStopped] = true
        healthy.run(seconds: 60, .full)
        broken.run(seconds: 60, .full)
        #expect(broken.heater.report.isFanOn, "its line is on all the same")
        #expect(broken.chamber.plant.element > healthy.chamber.plant.element + 20)
        #expect(broken.chamber.plant.air < healthy.chamber.plant.air)
    }

    @Test func eachDefectIsItsOwn() {
        for fault in PlantFault.allCases {
            var faults = PlantFaults()
            faults[fault] = true
            #expect(PlantFault.allCases.filter { faults[$0] } == [fault])
            faults[fault] = false
            #expect(faults == PlantFaults())
        }
    }

    // MARK: Surroundings

    @Test func doorRoomAndBedReachThePlant() {
        var rig = Rig()
        rig.chamber.setBed(isHot: true)
        rig.run(seconds: 600)
        let warm = rig.chamber.plant.air
        #expect(warm > 28)
        rig.chamber.setDoor(isOpen: true)
        rig.run(seconds: 600)
        #expect(rig.chamber.plant.air < warm)
        rig.chamber.setDoor(isOpen: false)
        rig.chamber.setBed(isHot: false)
        rig.chamber.setRoom(-10)
        rig.run(seconds: 3_600)
        #expect(rig.chamber.plant.air < 10)
    }
}
