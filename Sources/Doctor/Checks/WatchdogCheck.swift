import Chamber
import CommandLine

/// The hardware's watchdog, and whether the service manager feeds it: it resets a machine that hangs
/// with the heater on.
enum WatchdogCheck {
    /// A Raspberry Pi's counts to 15 s at most; older kernels refuse more.
    private static let longestSeconds = 15.0
    /// Where systemd reads its own settings; of files with one name the first folder's wins, and all
    /// that is left is read by name (systemd-system.conf(5)).
    private static let folders = [
        "/etc/systemd/system.conf.d", "/run/systemd/system.conf.d",
        "/usr/local/lib/systemd/system.conf.d", "/usr/lib/systemd/system.conf.d",
        "/lib/systemd/system.conf.d",
    ]

    private static let packaged = "/usr/share/hearth/watchdog.conf"

    static func findings(_ root: MachineRoot) -> [Finding] {
        guard root.has("/dev/watchdog") || !root.isThisMachine else {
            return [
                .warning(
                    "watchdog",
                    "this machine has no hardware watchdog, so nothing resets it when it hangs",
                    advice: "rely on the thermal cut-out, or add a second relay with a watchdog"
                )
            ]
        }
        return [feeding(seconds(root))]
    }

    private static func feeding(_ setting: String?) -> Finding {
        let advice =
            "put RuntimeWatchdogSec=10 under [Manager] in "
            + "/etc/systemd/system.conf.d/60-hearth.conf, and restart the machine"
        guard let setting, let seconds = span(setting), seconds > 0 else {
            return .warning(
                "watchdog",
                "nothing feeds the hardware's watchdog, so it is off",
                advice: advice
            )
        }
        guard seconds <= longestSeconds else {
            return .warning(
                "watchdog",
                "RuntimeWatchdogSec is \(setting); a Raspberry Pi's watchdog counts to 15 s",
                advice: advice
            )
        }
        return .ok(
            "watchdog",
            "the hardware resets a machine that hangs for \(setting)"
                + (setting.last?.isNumber == true ? " s" : "")
        )
    }

    /// The value that holds: the last one read; `nil` where none is set.
    private static func seconds(_ root: MachineRoot) -> String? {
        var files: [String: String] = [:]
        for folder in folders {
            for name in root.names(in: folder) where name.hasSuffix(".conf") && files[name] == nil {
                files[name] = folder + "/" + name
            }
        }
        // The package's file is applied when the machine has started (hearth-watchdog.service).
        if files["60-hearth.conf"] == nil, root.has(packaged) {
            files["60-hearth.conf"] = packaged
        }
        let paths = ["/etc/systemd/system.conf"] + files.keys.sorted().compactMap { files[$0] }
        let lines = paths.compactMap { root.text(of: $0) }
            .flatMap { $0.split(whereSeparator: \.isNewline) }
        let values = lines.compactMap { line -> String? in
            let words = line.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard words.count == 2, words[0] == "RuntimeWatchdogSec" else { return nil }
            return words[1]
        }
        return values.last
    }

    /// Seconds of a time span as systemd writes it: `10`, `10s`, `1min`, `off`; `nil` where it is
    /// written in another way.
    private static func span(_ text: String) -> Double? {
        if text == "off" { return 0 }
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(plain: String(digits)) else { return nil }
        switch text.dropFirst(digits.count) {
        case "", "s", "sec", "second", "seconds": return number
        case "ms", "msec": return number / 1000
        case "m", "min", "minute", "minutes": return number * 60
        case "h", "hr", "hour", "hours": return number * 3600
        case _: return nil
        }
    }
}
