import Chamber
import Plant
import SwitchCore
import Testing

/// A calibration that is interrupted in any of its seconds stores nothing, and the heat goes as the
/// interruption says.
@Suite struct CalibrationInterruptionTests {
    /// What ends a calibration, and how it says so.
    enum Interruption: CaseIterable, Sendable {
        case stopped, turnedOff, otherHeat, otherMode, door, bed, lostProbe, restart

        var failure: CalibrationFailure? {
            switch self {
            case .stopped, .turnedOff: .stopped
            case .otherHeat, .otherMode: .heatWanted
            case .door: .heatEscapes
            case .bed: .bedHot
            case .lostProbe: .fault
            case .restart: nil
            }
        }

        func apply(to device: inout SimulatedDevice) {
            switch self {
            case .stopped: device.wish(.stopCalibration)
            case .turnedOff: device.wish(.setPower(false))
            case .otherHeat: device.wish(.heat(to: Celsius(50)))
            case .otherMode: device.wish(.setMode(.drying))
            case .door: device.heater.chamber.setDoor(isOpen: true)
            case .bed:
                device.wish(.reportBed(BedReport(target: Celsius(90), isPrinting: true)))
            case .lostProbe: device.heater.chamber.faults.begin(.chamberOpen)
            case .restart: break
            }
        }
    }

    /// The board with a door contact, calibrated before.
    private static let board: ControllerConfiguration = {
        var board = NominalBoard.calibrated
        board.contacts[.door] = true
        return board
    }()

    /// The device at the end of each second of a calibration, and the time.
    private static let seconds: [(device: SimulatedDevice, at: Instant)] = {
        var device = SimulatedDevice(board, plant: PlantParameters(), at: .zero)
        var now = Instant.zero
        var seconds: [(SimulatedDevice, Instant)] = []
        for _ in 0..<30 {
            now = now.advanced(by: SimulatedDevice.beat)
            _ = device.step(at: now)
        }
        device.wish(.calibrate)
        repeat {
            for _ in 0..<10 {
                now = now.advanced(by: SimulatedDevice.beat)
                _ = device.step(at: now)
            }
            if device.snapshot.calibration != nil { seconds.append((device, now)) }
        } while device.snapshot.calibration != nil && seconds.count < 1_000
        return seconds
    }()

    @Test func theWholeCalibrationIsWalkedThrough() {
        #expect((290...330).contains(Self.seconds.count))
        let phases = Set(Self.seconds.compactMap { $0.device.snapshot.calibration?.phase })
        #expect(phases == [.resting, .heating, .cooling])
    }

    @Test(arguments: Interruption.allCases)
    func inEachSecondItStoresNothing(interruption: Interruption) {
        // A probe counts as lost after two seconds; a calibration that ends before that is complete.
        let untold = interruption == .lostProbe ? 2 : 0
        for (index, second) in Self.seconds.dropLast(untold).enumerated() {
            var device = second.device
            var now = second.at
            if interruption == .restart {
                device = SimulatedDevice(Self.board, plant: PlantParameters(), at: now)
            }
            interruption.apply(to: &device)
            var ends: [CalibrationFailure] = []
            for _ in 0..<30 {
                now = now.advanced(by: SimulatedDevice.beat)
                for event in device.step(at: now).events {
                    switch event.kind {
                    case .calibrationFailed(let failure, _): ends.append(failure)
                    case .modelAdopted: Issue.record("second \(index): a model is stored")
                    case _: break
                    }
                }
            }
            let snapshot = device.snapshot
            #expect(ends == [interruption.failure].compactMap { $0 }, "second \(index)")
            #expect(snapshot.model == Self.board.model, "second \(index)")
            #expect(snapshot.calibration == nil, "second \(index)")
            let goesOn = interruption == .otherHeat
            #expect(snapshot.settings.isOn == goesOn, "second \(index)")
            #expect(snapshot.setPoint == (goesOn ? Celsius(50) : nil), "second \(index)")
            #expect(goesOn || snapshot.duty == .off && !snapshot.isHeaterOn, "second \(index)")
            #expect((snapshot.latch != nil) == (interruption == .lostProbe), "second \(index)")
        }
    }
}

extension SimulatedDevice {
    fileprivate mutating func wish(_ wish: Wish) {
        post(WishEnvelope(wish, from: Requester(.scenario)))
    }
}
