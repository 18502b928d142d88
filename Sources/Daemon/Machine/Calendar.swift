import CSupport
import Glibc
import Store
import System

/// Whether this machine's calendar can be believed: a board without a battery begins its day where the
/// last one ended, until a time server answers.
struct Calendar: Sendable {
    /// A simulated board simulates its machine too, whose calendar is right.
    private let isSimulated: Bool
    /// A clock chip keeps the time while the power is off.
    private let hasClockChip: Bool

    /// No Hearth ran before 2025-01-01; a clock chip that says so has lost its battery.
    private static let earliest = WallTime(milliseconds: 1_735_689_600_000)
    /// Clock chips whose battery is an option that most boards lack (Raspberry Pi 5).
    private static let chipsWithoutBattery = ["rpi-rtc", "rpi_rtc", "raspberrypi-rtc"]

    init(isSimulated: Bool) {
        self.isSimulated = isSimulated
        hasClockChip = Self.findsClockChip(in: "/sys/class/rtc")
    }

    private static func findsClockChip(in folder: String) -> Bool {
        do throws(SystemError) {
            for chip in try Directory.names(in: folder) {
                let name = try File.read("\(folder)/\(chip)/name", most: 4096)
                let text = String(decoding: name, as: UTF8.self)
                if !chipsWithoutBattery.contains(where: text.contains) { return true }
            }
        } catch {
            // A machine without such chips has no such folder.
            return false
        }
        return false
    }

    /// Its time is known to be right, or nothing here can tell.
    var isKnown: Bool {
        isSimulated || isSynchronized || (hasClockChip && WallTime.now() >= Self.earliest)
    }

    /// What systemd-timesyncd leaves there while it runs, and once it has set the time
    /// (systemd-timesyncd.service(8)); the unit may not ask the kernel, another time service may be asked
    /// nothing.
    private static let timeService = "/run/systemd/timesync"

    private var isSynchronized: Bool {
        if File.exists(Self.timeService) { return File.exists(Self.timeService + "/synchronized") }
        return hearth_calendar_is_synchronized() != 0
    }
}
