import Chamber
import Glibc
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// What is handed over comes back after a restart.
@Suite struct RoundTripTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func aFirstStartHasFactoryValuesAndNoFault() throws {
        let bench = try StoreBench(directory)
        #expect(bench.restored == StoredState())
    }

    @Test func settingsComeBackSwitchedOff() throws {
        var settings = OperatingSettings.unusual
        settings.isOn = true
        let bench = try StoreBench(directory)
        bench.save(settings, dryingRemaining: .seconds(12_345), offsets: .unusual)
        bench.stop()

        let restored = try StoreBench(directory).restored
        #expect(restored.controller.settings == .unusual)
        #expect(!restored.controller.settings.isOn)
        #expect(restored.controller.dryingRemaining == .seconds(12_345))
        #expect(restored.controller.offsets == .unusual)
        #expect(restored.notes.isEmpty)
    }

    @Test func theProfileComesBackWithItsPasswords() throws {
        let bench = try StoreBench(directory)
        bench.buffer.put(DeviceProfile.unusual)
        bench.stop()

        let restored = try StoreBench(directory).restored
        #expect(restored.profile == .unusual)
        #expect(restored.notes.isEmpty)
    }

    /// Otherwise a value that is not stored would come back as the factory's, and nobody would notice.
    @Test func everyValueOfTheProfileThatComesBackIsAnUnusualOne() {
        let usual = Self.leaves(of: DeviceProfile())
        for (name, value) in Self.leaves(of: DeviceProfile.unusual) {
            #expect(usual[name] != value, "\(name) is \(value)")
        }
    }

    /// The values of all properties, also of those within others, as text.
    private static func leaves(of value: Any, _ name: String = "") -> [String: String] {
        let children = Mirror(reflecting: value).children
        guard Mirror(reflecting: value).displayStyle == .struct, !(value is String) else {
            return [name: "\(value)"]
        }
        return children.reduce(into: [:]) { all, child in
            let inner = leaves(of: child.value, name + "." + (child.label ?? ""))
            all.merge(inner) { first, _ in first }
        }
    }

    @Test(arguments: DeviceProfile.PrinterKind.allCases)
    func aPrinterOfEveryKindIsBoundAgain(_ kind: DeviceProfile.PrinterKind) throws {
        var profile = DeviceProfile.unusual
        profile.printerKind = kind
        let bench = try StoreBench(directory)
        bench.buffer.put(profile)
        bench.stop()
        let restored = try StoreBench(directory).restored.profile
        #expect(restored.printer == profile.printer && restored.printer != nil)
    }

    @Test(arguments: FaultCode.allCases)
    func aLatchedFaultComesBack(_ code: FaultCode) throws {
        let record = FaultRecord.sample(7, code)
        let bench = try StoreBench(directory)
        bench.latch(record)
        bench.pass()
        // No stop: the power goes here.

        let restored = try StoreBench(directory.copy()).restored
        #expect(restored.controller.latch == .latched(record))
        #expect(restored.controller.lastFaultNumber == 7)
    }

    @Test func aFaultWithoutNumbersComesBack() throws {
        let record = FaultRecord(
            number: .max,
            code: .clock,
            at: Instant(nanoseconds: -5),
            value: -0.0
        )
        let bench = try StoreBench(directory)
        bench.latch(record)
        bench.stop()
        #expect(try StoreBench(directory).restored.controller.latch == .latched(record))
    }

    @Test func aClearedFaultIsGoneButItsNumberIsNot() throws {
        let bench = try StoreBench(directory)
        bench.latch(.sample(41))
        bench.pass()
        #expect(try bench.clear(41) == .success(41))

        let restored = try StoreBench(directory.copy()).restored
        #expect(restored.controller.latch == .none)
        #expect(restored.controller.lastFaultNumber == 41)
    }

    @Test func onlyTheOwnerMayReadTheFiles() throws {
        let path = directory.file("a/b")
        let bench = try StoreBench(directory, subdirectory: "/a/b")
        bench.buffer.put(DeviceProfile.unusual)
        bench.pass(.seconds(1))
        for name in ["", "/hearth.db", "/hearth.db-wal", "/hearth.lock"] {
            var status = stat()
            try #require(stat(path + name, &status) == 0)
            #expect(status.st_mode & 0o077 == 0, "\(name) is open to others")
        }
    }
}
