package import SwitchCore

/// The command line of `hearth-switch`. The switch that serves a daemon reads no file.
package struct SwitchArguments: Equatable, Sendable {
    /// What the switch does.
    package enum Task: Equatable, Sendable {
        /// Acquires the lines and follows the commands that arrive on descriptor 3.
        case serve
        /// Acquires the lines, which turns them off, and ends.
        case turnOff
    }

    /// What the switch does.
    package var task: Task
    /// The chip's label or device file; `nil`: no lines at all, for a simulated board.
    package var chip: String?
    /// The output lines; each purpose at most once.
    package var outputs: [OutputLine]
    /// How a duty is turned into on and off times.
    package var modulation: Modulation
    /// The heater has a blower, which runs whenever it does.
    package var isFanFitted: Bool
    /// The version of the daemon that the switch serves; a switch of another version refuses to.
    package var version: String?

    /// Arguments without a daemon's version.
    package init(
        _ task: Task,
        chip: String?,
        outputs: [OutputLine],
        modulation: Modulation,
        isFanFitted: Bool = true
    ) {
        self.task = task
        self.chip = chip
        self.outputs = outputs
        self.modulation = modulation
        self.isFanFitted = isFanFitted
        version = nil
    }

    /// The arguments as words, without the program's name.
    package var words: [String] {
        var words = [task == .serve ? "--serve" : "--off"]
        // Turning lines off is for every version, and one that is older knows no such word.
        if task == .serve, let version { words += ["--version", version] }
        words += chip.map { ["--chip", $0] } ?? ["--simulated"]
        words += ["--mains-hz", String(modulation.mains.rawValue)]
        words += ["--min-on-ms", Self.milliseconds(modulation.shortestOn)]
        words += ["--min-off-ms", Self.milliseconds(modulation.shortestOff)]
        if !isFanFitted { words.append("--no-fan") }
        for output in outputs {
            let level = output.isActiveLow ? "low" : "high"
            words += ["--\(output.purpose.rawValue)", "\(output.line):\(level)"]
        }
        return words
    }

    /// Reads the words; `nil` where one is unknown or has an invalid value.
    package init?(_ words: some Sequence<String>) {
        self.init(.serve, chip: nil, outputs: [], modulation: Modulation())
        var rest = words.makeIterator()
        while let word = rest.next() {
            switch word {
            case "--serve": task = .serve
            case "--off": task = .turnOff
            case "--simulated": chip = nil
            case "--no-fan": isFanFitted = false
            default:
                guard let value = rest.next(), read(word, value) else { return nil }
            }
        }
    }

    private mutating func read(_ word: String, _ value: String) -> Bool {
        switch word {
        case "--version":
            version = value
        case "--chip":
            chip = value
        case "--mains-hz":
            guard let mains = UInt8(value).flatMap(Modulation.Mains.init) else { return false }
            modulation.mains = mains
        case "--min-on-ms":
            guard let time = Self.duration(value) else { return false }
            modulation.shortestOn = time
        case "--min-off-ms":
            guard let time = Self.duration(value) else { return false }
            modulation.shortestOff = time
        default:
            guard let output = Self.output(word, value) else { return false }
            outputs.append(output)
        }
        return true
    }

    private static func output(_ word: String, _ value: String) -> OutputLine? {
        // A line's name may contain a colon; the level follows the last one.
        guard word.hasPrefix("--"),
            let purpose = OutputPurpose(rawValue: String(word.dropFirst(2))),
            let colon = value.lastIndex(of: ":"), let line = LineReference(String(value[..<colon]))
        else { return nil }
        switch value[value.index(after: colon)...] {
        case "low": return OutputLine(purpose, line, isActiveLow: true)
        case "high": return OutputLine(purpose, line)
        default: return nil
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        String(duration.inNanoseconds / 1_000_000)
    }

    /// Milliseconds, at most one minute as in a board file.
    private static func duration(_ text: String) -> Duration? {
        guard let number = Int64(text), (0...60_000).contains(number) else { return nil }
        return .milliseconds(number)
    }
}
