import Boards
import Chamber
import Plant
import Schema
import Settings
import SwitchCore
import TestSupport
import Testing

@Suite struct BoardFileTests {
    private func board(_ text: String) throws -> BoardDescription {
        try BoardFile.board(Array(text.utf8), name: "my.conf")
    }

    @Test func theShortestFileTakesEveryDefault() throws {
        let board = try board(BoardText.shortest)
        var standard = ControllerConfiguration(chamber: board.configuration.chamber)
        standard.fingerprint = board.configuration.fingerprint
        #expect(board.configuration == standard)
        #expect(board.name == "Test")
        #expect(board.kind == .simulated)
        #expect(board.plant == PlantParameters())
        #expect(board.converter.scale == .ads1115)
        #expect(board.converter.supplyVolts == 3.3)
        #expect(board.converter.supplyChannel == nil)
        #expect(board.channels == ProbeChannels(chamber: 0))
        #expect(board.configuration.chamber.thermistor == Thermistor.named("generic-3950"))
        #expect(board.configuration.chamber.divider.series == Ohms(10_000))
        #expect(board.configuration.chamber.divider.thermistorSide == .low)
    }

    @Test func theShippedBoardSaysWhatHoldsAnyway() throws {
        let bytes = try BoardText.shipped("boards/simulated.conf")
        let board = try BoardFile.board(bytes, name: "boards/simulated.conf")
        let thermistor = Thermistor.pandaBreath
        let series = try #require(Ohms(82_000))
        let probe = ProbeConfiguration(
            thermistor: thermistor,
            divider: Divider(series: series, thermistorSide: .low)
        )
        var expected = ControllerConfiguration(chamber: probe, element: probe)
        expected.fingerprint = board.configuration.fingerprint
        #expect(board.configuration == expected)
        #expect(board.plant == PlantParameters())
        #expect(board.converter.scale == .ads1115)
        #expect(board.converter.supplyChannel == 3)
        #expect(board.channels == ProbeChannels(chamber: 0, element: 1))
    }

    @Test func theShippedBoardShowsEveryKey() throws {
        let bytes = try BoardText.shipped("boards/simulated.conf")
        let text = String(decoding: bytes, as: UTF8.self)
        for schema in BoardFile.schemas {
            #expect(text.contains("[\(schema.name)]"), "[\(schema.name)]")
            for field in schema.fields { #expect(text.contains("\(field.key):"), "\(field.key)") }
        }
    }

    /// Every key, each with a value other than its default.
    private static let fullest = """
        [board]
        name: Ünïcode
        kind: simulated
        mains_hz: 60
        [adc]
        bits: 12
        full_scale_v: 5
        supply_v: 5
        supply_channel: 7
        [probe chamber]
        channel: 2
        beta: 25 10000, 3435
        series_ohms: 4700.5
        thermistor_side: high
        offset_c: -1.5
        coldest_c: -12
        [probe chamber_second]
        channel: 3
        steinhart_hart: 25 100000, 50 31230, 125 2066
        series_ohms: 33000
        [probe element]
        channel: 4
        thermistor: 104gt-2
        series_ohms: 10000
        offset_c: 5
        [heater]
        power_w: 450
        min_on_s: 2
        min_off_s: 3.5
        rated_switchings: 250000
        [fan]
        fitted: no
        release_temperature_c: 35
        [limits]
        highest_target_c: 65
        chamber_trip_c: 80
        element_trip_c: 100
        element_foldback_c: 95
        element_resume_c: 90.5
        session_h: 8
        drying_h: 6
        panda_client_timeout_s: 90
        [model]
        slope_k_per_s: 0.1
        dead_time_s: 40
        hold_duty_per_k: 0.02
        room_c: 18
        excess_at_full_power_k: 50
        element_time_constant_s: 45
        """

    @Test func theBoardsAndOutputsKeysAreRead() throws {
        let board = try board(Self.fullest)
        let configuration = board.configuration
        #expect(configuration.modulation.mains == .hertz60)
        #expect(configuration.modulation.shortestOn == .seconds(2))
        #expect(configuration.modulation.shortestOff == .seconds(3.5))
        #expect(configuration.ratedSwitchings == 250_000)
        #expect(configuration.heaterPowerWatts == 450)
        #expect(configuration.isFanFitted == false)
        #expect(configuration.fanReleaseTemperature == Celsius(35))
        #expect(configuration.pandaClientTimeout == .seconds(90))
        #expect(
            board.converter.scale == ConverterScale(voltsPerCode: 5.0 / 2048, codes: -2048...2047)
        )
        #expect(board.converter.supplyChannel == 7)
        #expect(board.channels == ProbeChannels(chamber: 2, chamberSecond: 3, element: 4))
    }

    private static let relays: [(String, Int?)] = [
        ("", nil), ("min_on_s: 4.9", nil), ("min_on_s: 5", 100_000),
        ("min_on_s: 20\nrated_switchings: 0", nil), ("rated_switchings: 30000", 30_000),
    ]

    @Test(arguments: relays)
    func aMechanicalRelayHasARatedLife(keys: String, rated: Int?) throws {
        let configuration = try board(BoardText.shortest + "\n" + keys).configuration
        #expect(configuration.ratedSwitchings == rated)
    }

    @Test func theProbesKeysAreRead() throws {
        let configuration = try board(Self.fullest).configuration
        let chamber = configuration.chamber
        #expect(chamber.thermistor == Thermistor.named("10k-b3435"))
        #expect(chamber.divider.thermistorSide == .high)
        #expect(chamber.divider.series == Ohms(4700.5))
        #expect(chamber.offset == TemperatureDelta(-1.5))
        let coldest = chamber.thermistor.resistance(at: Celsius(-17))
        #expect(chamber.divider.openShare == 1 - chamber.divider.ratio(of: coldest))
        #expect(
            configuration.chamberSecond?.thermistor == Thermistor.named("tdk-ntcg104lh104jt1")
        )
        #expect(configuration.element?.offset == TemperatureDelta(5))
    }

    @Test func theLimitsKeysAreRead() throws {
        let limits = try board(Self.fullest).configuration.limits
        #expect(limits.highestTarget == Celsius(65))
        #expect(limits.chamberTrip == Celsius(80))
        #expect(limits.elementTrip == Celsius(100))
        #expect(limits.elementFoldback == Celsius(95))
        #expect(limits.elementResume == Celsius(90.5))
        #expect(limits.session == .hours(8))
        #expect(limits.dryingHours == 6)
    }

    @Test func theModelsKeysAreRead() throws {
        let model = try board(Self.fullest).configuration.model
        #expect(model.slopeKelvinPerSecond == 0.1)
        #expect(model.deadTimeSeconds == 40)
        #expect(model.holdDutyPerKelvin == 0.02)
        #expect(model.room == Celsius(18))
        #expect(model.elementExcessKelvin == 50)
        #expect(model.elementTimeConstantSeconds == 45)
    }

    @Test func everyKeyOfAPlantIsRead() throws {
        let plant = try BoardFile.plant(
            Array(
                """
                [plant]
                heater_power_w: 1
                element_j_per_k: 2
                air_j_per_k: 3
                wall_j_per_k: 4
                element_air_w_per_k: 5
                air_wall_w_per_k: 6
                wall_room_w_per_k: 7
                air_room_w_per_k: 8
                probe_lag_s: 9
                probe_dead_time_s: 10
                element_probe_lag_s: 11
                ptc_full_below_c: 112
                ptc_zero_above_c: 1.13e2
                second_relay: yes
                room_c: 14
                noise_c: 1.5
                seed: 16
                """.utf8
            ),
            name: "plant.conf"
        )
        var expected = PlantParameters()
        expected.heaterPowerWatts = 1
        expected.elementJoulePerKelvin = 2
        expected.airJoulePerKelvin = 3
        expected.wallJoulePerKelvin = 4
        expected.elementAirWattPerKelvin = 5
        expected.airWallWattPerKelvin = 6
        expected.wallRoomWattPerKelvin = 7
        expected.airRoomWattPerKelvin = 8
        expected.probeLagSeconds = 9
        expected.probeDeadTimeSeconds = 10
        expected.elementProbeLagSeconds = 11
        expected.ptcFullBelow = Celsius(112)
        expected.ptcZeroAbove = Celsius(113)
        expected.hasSecondRelay = true
        expected.room = Celsius(14)
        expected.noiseKelvin = 1.5
        expected.seed = 16
        #expect(plant == expected)
    }

    @Test func everyKeyOfAnUnusualHeaterIsRead() throws {
        let plant = try BoardFile.plant(
            Array(
                """
                [plant]
                ptc_curve: hump
                ptc_cold_draw: 1.6
                ptc_fade_per_k: 6e-3
                element_form: two_mass
                second_mass_share: 0.3
                second_mass_lag_s: 20
                bed_power_w: 250
                faults: fan_weak 0.5, ssr_leaks 5e-2, adc_gone
                """.utf8
            ),
            name: "plant.conf"
        )
        var expected = PlantParameters()
        expected.powerCurve = .hump
        expected.coldDraw = 1.6
        expected.fadePerKelvin = 0.006
        expected.elementForm = .twoMass
        expected.secondMassShare = 0.3
        expected.secondMassLagSeconds = 20
        expected.bedWatts = 250
        expected.faults.begin(.fanWeak, 0.5)
        expected.faults.begin(.relayLeaks, 0.05)
        expected.faults.begin(.converterGone)
        #expect(plant == expected)
    }

    @Test func aPlantFileTakesTheNominalPlantForWhatItLeavesOut() throws {
        let plant = try BoardFile.plant(Array("[plant]\nair_j_per_k: 1600\n".utf8), name: "p")
        var expected = PlantParameters()
        expected.airJoulePerKelvin = 1600
        #expect(plant == expected)
    }

    @Test func whateverIsAcceptedIsWithinTheCeilings() {
        var accepted = 0
        for seed in UInt64(1)...400 {
            var generator = SeededGenerator(seed: seed)
            let text = generator.boardWithRandomNumbers()
            do throws(Mistakes) {
                let board = try BoardFile.board(Array(text.utf8), name: "f")
                let limits = board.configuration.limits
                #expect(limits == limits.heldToCeilings)
                #expect(board.configuration.chamber.offset.magnitude <= Ceilings.sensorOffset)
                accepted += 1
            } catch {
                #expect(!error.isEmpty)
            }
        }
        #expect((11..<390).contains(accepted))
    }

    @Test(arguments: UInt64(1)...200)
    func randomBytesAreRefusedWithoutHarm(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.configurationLikeBytes()
        #expect(throws: Mistakes.self) { try BoardFile.board(bytes, name: "f") }
    }

    @Test func aDamagedBoardIsRefusedOrStillWithinTheCeilings() throws {
        let whole = try BoardText.shipped("boards/simulated.conf")
        for seed in UInt64(1)...300 {
            var generator = SeededGenerator(seed: seed)
            let damaged = generator.damaged(whole)
            do throws(Mistakes) {
                let limits = try BoardFile.board(damaged, name: "f").configuration.limits
                #expect(limits == limits.heldToCeilings, "seed \(seed)")
            } catch {
                #expect(!error.isEmpty, "seed \(seed)")
            }
        }
    }
}
