import Chamber
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// Damage of every kind to the files of a latched fault. Whatever byte is damaged and wherever a
/// file is cut, the next start comes up with that fault latched, or latched because the state is
/// unreadable; never unlatched, and never with a number out of range.
@Suite struct CorruptionTests {
    private let directory: TemporaryDirectory
    private let image: Image
    private let record = FaultRecord.sample(3)

    init() throws {
        directory = try TemporaryDirectory()
        let bench = try StoreBench(TemporaryDirectory())
        // A latch that was cleared leaves its row behind in free space: it must not come back.
        bench.latch(.sample(2))
        bench.pass()
        _ = try bench.clear(2).get()
        bench.save(.unusual, offsets: .unusual)
        bench.buffer.put(DeviceProfile.unusual)
        bench.append(.started)
        bench.pass(.seconds(1))
        bench.latch(record)
        bench.pass()
        // Writes after the latch are in the log only.
        bench.save(OperatingSettings(), offsets: .unusual)
        bench.append(.poweredOff(.wish), from: Requester(.page))
        bench.pass(.seconds(1))
        image = try Image(of: bench.directory)
        try #require(!image.log.isEmpty)
    }

    @Test func theUndamagedImageIsReadWhole() throws {
        let state = try image.start(in: directory)
        #expect(state.controller.latch == .latched(record))
        #expect(state.controller.settings == OperatingSettings())
        #expect(state.profile == .unusual)
        #expect(state.notes.isEmpty)
    }

    @Test(arguments: [UInt8(0xFF), 0x01, 0x80])
    func noDamagedByteOfTheDatabaseUnlatches(_ mask: UInt8) throws {
        // Every byte of the first page (header and schema) by one mask, every seventh by the
        // others; every 23rd behind it: all pages and all kinds of fields are met.
        let first = stride(from: 0, to: 4096, by: mask == 0xFF ? 1 : 7)
        let rest = stride(from: 4096 + Int(mask & 7), to: image.database.count, by: 23)
        for offset in Array(first) + Array(rest) {
            var damaged = image
            damaged.database[offset] ^= mask
            try expectLatched(damaged, "byte \(offset) ^ \(mask)")
        }
    }

    @Test func noCutOfTheDatabaseUnlatches() throws {
        for length in stride(from: 0, to: image.database.count, by: 397) {
            var damaged = image
            damaged.database.removeLast(image.database.count - length)
            try expectLatched(damaged, "cut to \(length)")
        }
    }

    @Test func noDamagedByteOfTheLogUnlatches() throws {
        for offset in stride(from: 0, to: image.log.count, by: 61) {
            var damaged = image
            damaged.log[offset] ^= 0xFF
            try expectLatched(damaged, "log byte \(offset)")
        }
    }

    @Test func noPageOfZerosUnlatches() throws {
        for page in stride(from: 0, to: image.database.count, by: 512) {
            var damaged = image
            for offset in page..<min(page + 512, image.database.count) {
                damaged.database[offset] = 0
            }
            try expectLatched(damaged, "zeros at \(page)")
        }
    }

    @Test func aDatabaseWithoutItsLogIsStillLatched() throws {
        var damaged = image
        damaged.log = []
        try expectLatched(damaged, "no log")
    }

    @Test func noiseInPlaceOfTheDatabaseIsUnreadable() throws {
        for seed in 0..<50 {
            var random = Noise(state: UInt64(seed))
            var damaged = image
            damaged.database = (0..<8192).map { _ in random.next() }
            // Half of them begin like a database of ours.
            if seed % 2 == 0 {
                damaged.database.replaceSubrange(0..<100, with: image.database[0..<100])
            }
            let state = try damaged.start(in: directory)
            guard case .unreadable = state.controller.latch else {
                Issue.record("noise \(seed) was read as \(state.controller.latch)")
                continue
            }
        }
    }

    private func expectLatched(_ damaged: Image, _ what: @autoclosure () -> String) throws {
        let state = try damaged.start(in: directory)
        switch state.controller.latch {
        case .none:
            Issue.record("unlatched by \(what())")
        case .latched(let found):
            if found != record { Issue.record("another fault by \(what()): \(found)") }
        case .unreadable(let reason):
            if reason.isEmpty { Issue.record("no reason given for \(what())") }
        }
        let limits = Celsius(0)...Ceilings.target
        #expect(!state.controller.settings.isOn)
        #expect(limits.contains(state.controller.settings.target))
        #expect(state.controller.offsets.chamber.magnitude <= Ceilings.sensorOffset)
    }
}

/// Reproducible bytes (xorshift64*, Vigna 2016).
struct Noise {
    var state: UInt64

    mutating func next() -> UInt8 {
        state = state == 0 ? 0x9E37_79B9_7F4A_7C15 : state
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return UInt8(truncatingIfNeeded: (state &* 0x2545_F491_4F6C_DD1D) >> 56)
    }
}
