import Chamber
import Plant
import SwitchCore
import Testing

/// Learning in hold and soaking, on computed chambers.
@Suite struct LearningTests {
    /// A run's learning and soaking.
    private struct Course {
        var changes: [(at: Duration, change: ModelChange)] = []
        var soakEnded: Duration?
        var wasSkipped = false
        var phases: [SoakPhase] = []
        var last = Snapshot()
        var duties = (sum: 0.0, count: 0.0)
    }

    private static func run(
        _ text: String,
        plant: PlantParameters = PlantParameters(),
        configuration: ControllerConfiguration = NominalBoard.configuration,
        measuredAfter: Duration = .hours(100)
    ) throws -> Course {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: configuration,
            plant: plant
        )
        var course = Course()
        _ = runner.run { moment in
            for event in moment.events {
                if case .modelAdopted(let change) = event.kind {
                    course.changes.append((moment.elapsed, change))
                }
                if case .soakEnded(_, let isSkipped) = event.kind {
                    course.soakEnded = moment.elapsed
                    course.wasSkipped = isSkipped
                }
            }
            let phase = moment.snapshot.soak?.phase
            if let phase, course.phases.last != phase { course.phases.append(phase) }
            if moment.elapsed >= measuredAfter {
                course.duties.sum += moment.snapshot.deliveredDuty.fraction
                course.duties.count += 1
            }
            course.last = moment.snapshot
        }
        return course
    }

    /// The duty that the model expects for holding 60 °C.
    private static func expectedDuty(_ model: ThermalModel) -> Double {
        model.holdDutyPerKelvin * (60 - model.room.degrees)
    }

    @Test func aLeakyChamberTeachesWhatHoldingTakes() throws {
        var plant = PlantParameters()
        plant.wallRoomWattPerKelvin *= 1.6
        plant.airRoomWattPerKelvin *= 1.6
        let course = try Self.run(
            "0s target 60\n0s mode on\n4h end",
            plant: plant,
            measuredAfter: .minutes(210)
        )
        #expect(!course.changes.isEmpty)
        let taken = course.duties.sum / course.duties.count
        let before = abs(Self.expectedDuty(.conservative) - taken)
        let after = abs(Self.expectedDuty(course.last.model) - taken)
        #expect(after < 0.03)
        #expect(after < before / 3)
        #expect(course.last.model.origin == .board)
    }

    @Test func aModelThatIsRightStays() throws {
        let course = try Self.run("0s room 22\n0s target 60\n0s mode on\n3h end")
        for (_, change) in course.changes {
            let ratio = change.new.holdDutyPerKelvin / change.old.holdDutyPerKelvin
            #expect((0.8...1.25).contains(ratio))
        }
        #expect(course.changes.count <= 2)
    }

    @Test func oneLessonMovesTheModelByABoundedStep() throws {
        var plant = PlantParameters()
        plant.wallRoomWattPerKelvin *= 3
        let course = try Self.run("0s target 55\n0s mode on\n4h end", plant: plant)
        #expect(!course.changes.isEmpty)
        for (_, change) in course.changes {
            let ratio = change.new.holdDutyPerKelvin / change.old.holdDutyPerKelvin
            #expect((0.76...1.31).contains(ratio))
            #expect(change.quality > 0 && change.quality <= 1)
            #expect(change.cause == .learning)
        }
    }

    @Test func theRoomIsLearnedFromALongRest() throws {
        var plant = PlantParameters()
        plant.room = Celsius(14)
        let course = try Self.run("0s target 60\n1h mode on\n4h end", plant: plant)
        let room = try #require(course.changes.last).change.new.room
        #expect(abs(room.degrees - 14) < 0.5)
    }

    @Test func anOpenDoorTeachesNothing() throws {
        let course = try Self.run(
            "0s target 60\n0s mode on\n2h door open\n125min door closed\n126min end"
        )
        for (at, _) in course.changes { #expect(at < .hours(2)) }
    }

    @Test func aBoardWithoutElementProbeLearnsToo() throws {
        var configuration = NominalBoard.configuration
        configuration.element = nil
        var plant = PlantParameters()
        plant.airRoomWattPerKelvin *= 2.5
        let course = try Self.run(
            "0s target 55\n0s mode on\n3h end",
            plant: plant,
            configuration: configuration
        )
        #expect(!course.changes.isEmpty)
    }

    @Test func aSoakEndsWhenTheDutyHasSettled() throws {
        let course = try Self.run("0s wish power_off\n1s soak 60\n3h end")
        #expect(course.phases == [.waiting, .soaking, .done])
        let ended = try #require(course.soakEnded)
        #expect(ended > .minutes(15))
        #expect(ended < .minutes(75))
        #expect(!course.wasSkipped)
        #expect(course.last.setPoint == Celsius(60))
    }

    @Test func aSoakCanBeSkipped() throws {
        let course = try Self.run("0s soak 60\n12min wish skip_soak\n15min end")
        #expect(course.wasSkipped)
        #expect(course.last.soak?.phase == .done)
        #expect(course.last.setPoint == Celsius(60))
    }

    @Test func powerOffEndsASoak() throws {
        let course = try Self.run("0s soak 60\n12min mode off\n15min end")
        #expect(course.last.soak == nil)
        #expect(course.soakEnded == nil)
    }

    @Test func anotherTargetEndsASoak() throws {
        let course = try Self.run("0s soak 60\n12min target 50\n13min end")
        #expect(course.last.soak == nil)
    }
}
