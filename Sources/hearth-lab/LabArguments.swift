import Boards
import Chamber
import Glibc
import Plant
import Schema
import Settings
import System

/// The lab's command line.
struct LabArguments {
    let board: BoardDescription
    let plant: PlantParameters
    let scenario: Scenario?
    /// A gpio-sim chip's folder below `/sys/devices`; `nil`: a Raspberry Pi's registers.
    let simulatedChip: String?
    /// The file that the converter's inputs lie in.
    let inputs: String
    /// The folder of the fixture's gpio-sim chip; `nil`: a Raspberry Pi's registers.
    let fixtureChip: String?
    let wiring: LabFixture.Wiring

    private static let usage = """
        usage: hearth-lab BOARD PLANT SCENARIO LINES INPUTS [FIXTURE [FAULT=LINE …]
                   [witness=LINE|FILE] [relay_opens_after_ms=NUMBER]]
          BOARD     the board file that the daemon under test has
          PLANT     a file with a [plant] section
          SCENARIO  what happens, or "-"
          LINES     the folder of a gpio-sim chip, or "bcm2835"
          INPUTS    the file that lab-ads1115 follows
          FIXTURE   the folder of the gpio-sim chip of a bench's fixture, or "bcm2835"
        """

    init(_ words: [String]) throws(LabFailure) {
        guard words.count >= 6 else { throw LabFailure(Self.usage, status: 64) }
        board = try Self.described(by: words[1], BoardFile.board)
        plant = try Self.described(by: words[2], BoardFile.plant)
        scenario = words[3] == "-" ? nil : try Self.scenario(words[3])
        simulatedChip = Self.chip(words[4])
        inputs = words[5]
        fixtureChip = words.count > 6 ? Self.chip(words[6]) : nil
        wiring = try Self.wiring(words.dropFirst(7))
    }

    private static func chip(_ word: String) -> String? { word == "bcm2835" ? nil : word }

    private static func wiring(
        _ words: ArraySlice<String>
    ) throws(LabFailure) -> LabFixture.Wiring {
        var wiring = LabFixture.Wiring()
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map { String($0) }
            guard parts.count == 2 else { throw LabFailure(usage, status: 64) }
            if parts[0] == "witness" {
                wiring.witness = Int(parts[1]).map { .line($0) } ?? .file(parts[1])
            } else if parts[0] == "relay_opens_after_ms", let delay = Int64(parts[1]) {
                wiring.relayDelay = .milliseconds(delay)
            } else if let fault = PlantFault(name: parts[0]), let line = Int(parts[1]) {
                wiring.relays.append((fault, line))
            } else {
                throw LabFailure("\(word)\n\(usage)", status: 64)
            }
        }
        return wiring
    }

    private static func described<Description>(
        by path: String,
        _ read: ([UInt8], String) throws(Mistakes) -> Description
    ) throws(LabFailure) -> Description {
        let bytes = try SmallFile.read(path)
        do throws(Mistakes) {
            return try read(bytes, path)
        } catch {
            throw LabFailure(error.description, status: 78)
        }
    }

    private static func scenario(_ path: String) throws(LabFailure) -> Scenario {
        let bytes = try SmallFile.read(path)
        do throws(ScenarioError) {
            return try Scenario(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            let lines = error.mistakes.map { "\(path):\($0.line): \($0.message)" }
            throw LabFailure(lines.joined(separator: "\n"), status: 78)
        }
    }
}

/// Reads files that fit into memory.
enum SmallFile {
    /// More than any board file or scenario has.
    private static let most = 64 << 20

    static func read(_ path: String) throws(LabFailure) -> [UInt8] {
        do throws(SystemError) {
            return try File.read(path, most: most)
        } catch {
            throw LabFailure(error.description)
        }
    }

    /// The last failed call as a failure of the lab.
    static func failure(_ path: String) -> LabFailure {
        LabFailure("\(path): \(SystemError.words(for: errno))")
    }
}

/// Why the lab cannot go on.
struct LabFailure: Error {
    let message: String
    /// The process's exit status (sysexits.h).
    let status: Int32

    init(_ message: String, status: Int32 = 69) {
        self.message = message
        self.status = status
    }
}
