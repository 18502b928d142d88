import Boards
import Chamber
import Client
import CommandLine
import Dialects
import Doctor
import Glibc
import Schema
import Settings
import Studio
import SwitchCore
import System

extension Parameter<String> {
    fileprivate static let bundle = path(
        "-o",
        summary: "Where the bundle goes. Default: hearth-report.tar, here."
    )
}

extension Parameter<Int> {
    fileprivate static let lastTime = Parameter.option(
        "--last",
        "TIME",
        allowed: "hours or minutes, as in 2h or 30min",
        summary: "How much of the recording, counted from its end. Default: all of it."
    ) { text in
        if let hours = Int(typedHours: text) { return hours * 3600 }
        guard text.hasSuffix("min"), let minutes = UInt16(decimal: text.dropLast(3)), minutes > 0
        else { return nil }
        return Int(minutes) * 60
    }
}

extension CommandSpecification {
    /// `hearth record status`
    static let recordStatus = CommandSpecification(
        words: ["record", "status"],
        summary: "show what the flight recorder has kept",
        description: [
            "Tells how much of the controller's inputs and outputs is kept, since when, and in how "
                + "many segments; \"hearth replay\" steps the controller over it again."
        ],
        options: [Parameter.state],
        examples: [Example("sudo -u hearth hearth record status", "As the service.")],
        statuses: [.unavailable],
        files: [.stateDirectory],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = arguments.recordingPath
            let span = try RecordedSpan(at: path)
            let megabytes = (Double(span.bytes) / 1_048_576).fixed(1)
            let count = span.parts.count == 1 ? "1 segment" : "\(span.parts.count) segments"
            console.line("\(path): \(count), \(megabytes) MiB")
            let time = DurationText.rough(seconds: Double(span.steps) / 10)
            console.line("\(span.steps) steps: \(time) of the controller's time")
            if let began = span.began, let ended = span.ended {
                let times = [began, ended].map {
                    LocalTime.text(milliseconds: $0) ?? "an unknown time"
                }
                console.line("from \(times[0]) to \(times[1])")
            }
            for part in span.parts where part.began == nil {
                console.line("\(part.file.name): cannot be read; \"hearth replay\" says why")
            }
            return .done
        }
    )

    /// `hearth record export`
    static let recordExport = CommandSpecification(
        words: ["record", "export"],
        summary: "bundle all that a bug report needs, without secrets",
        description: [
            "Writes a tar file with the flight recording, the events and the state of the running "
                + "daemon, the board and service files, and what \"hearth doctor\" finds. It runs "
                + "beside the daemon.",
            "Passwords, access codes, names of networks, printers and hosts do not go in: only what "
                + "is listed above is read, comments are left out of the files, and names and "
                + "addresses of this machine are replaced. Still, look at it before you send it: "
                + "\"tar xf\" unpacks it.",
        ],
        options: [
            Parameter.lastTime, Parameter.bundle, Parameter.state, Parameter.board,
            Parameter.serviceFile, Parameter.host,
        ],
        examples: [
            Example(
                "sudo -u hearth hearth record export --last 2h -o /tmp/report.tar",
                "For an issue."
            ),
            Example("hearth replay /tmp/report.tar", "What the person who gets it does first."),
        ],
        statuses: [.unavailable],
        files: [.boardFile, .serviceFile, .stateDirectory],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try export(arguments, console)
        }
    )

    private static func export(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let target = arguments.value(of: .bundle) ?? "hearth-report.tar"
        var bundle = ReportBundle(folder: "hearth-report")
        let parts = try RecordedSpan(at: arguments.recordingPath)
            .parts(last: arguments.value(of: .lastTime))
        for part in parts { bundle.add("recording/" + part.file.name, part.file.bytes) }
        let boardPath = arguments.value(of: .board) ?? BoardFile.standardPath
        let servicePath = arguments.value(of: .serviceFile) ?? ServiceFile.standardPath
        addFile(boardPath, as: "board.conf", &bundle, console)
        if arguments.value(of: .serviceFile) != nil || File.isReadable(servicePath) {
            addFile(servicePath, as: "service.conf", &bundle, console)
        }
        addAnswers(arguments, &bundle, console)
        let findings = Doctor(arguments).findings()
        bundle.add("doctor.txt", text: findings.map { $0.line + "\n" }.joined())
        bundle.add("versions.txt", text: versions)
        let bytes = TarArchive.bytes(of: bundle.entries, seconds: Int64(time(nil)))
        do throws(SystemError) {
            try File.write(bytes, to: target)
        } catch {
            throw error.commandFailure
        }
        let kibibytes = (bytes.count + 1023) / 1024
        console.line("\(target): \(bundle.entries.count) files, \(kibibytes) KiB")
        console.line("Look into it before you send it: tar tf \(target)")
        return .done
    }

    private static func addFile(
        _ path: String,
        as name: String,
        _ bundle: inout ReportBundle,
        _ console: Console
    ) {
        do throws(SystemError) {
            let bytes = try File.beginning(of: path, ConfigurationFile.largestSize + 1)
            bundle.add(name, settings: bytes)
        } catch {
            console.errorLine("left out: \(error.summary)")
        }
    }

    /// Adds a running daemon's answers; without a daemon the bundle says so.
    private static func addAnswers(
        _ arguments: Arguments,
        _ bundle: inout ReportBundle,
        _ console: Console
    ) {
        do throws(CommandFailure) {
            let client = try DaemonClient(arguments)
            let state = try client.get("/api/v1/state").object
            bundle.add("state.json", text: ReportBundle.withoutDevice(state) + "\n")
            let events = try client.get("/api/v1/events?limit=100").object
            bundle.add("events.json", text: ReportBundle.withoutNames(events) + "\n")
            bundle.add("stop.json", text: try client.get("/api/v1/stop").text + "\n")
        } catch {
            console.errorLine("events and state are left out: \(error.message)")
            bundle.add("events.json", text: "{\"error\":\"no daemon answered\"}\n")
        }
    }

    private static var versions: String {
        var system = utsname()
        var text = "hearth \(ProgramVersion.number)\n"
        guard uname(&system) == 0 else { return text }
        func word(_ bytes: some Any) -> String {
            withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        text += "\(word(system.sysname)) \(word(system.release)) \(word(system.machine))\n"
        return text
    }
}

extension Arguments {
    /// Where the recordings of a state directory are.
    fileprivate var recordingPath: String {
        (value(of: .state) ?? StatePath.standard) + "/recording"
    }
}

extension Parameter<String> {
    fileprivate static let recording = textArgument(
        "FILE",
        allowed: "a recording's path, or that of a directory of them",
        summary: "A segment, a directory of segments, or a bundle."
    )
}

extension CommandSpecification {
    /// `hearth replay`
    static let replay = CommandSpecification(
        words: ["replay"],
        summary: "step the controller over a recording, and show the first difference",
        description: [
            "Steps this program's controller over the inputs of a flight recording and compares "
                + "command, events and a checksum of all that came out with what was recorded. The "
                + "recording of this version replays to the byte; that of another shows where the "
                + "controller has changed, or a fault that has been fixed.",
            "Give one segment (FILE), a directory of them, or a bundle of \"hearth record export\". "
                + "A recording that is cut off in the middle is replayed up to the cut.",
        ],
        arguments: [Parameter.recording],
        examples: [
            Example("hearth replay /var/lib/hearth/recording", "The last hours of this machine."),
            Example("hearth replay report.tar", "Someone else's recording."),
        ],
        statuses: [.failed, .misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(.recording)
            var report = ReplayReport()
            for file in try RecordingSource.files(at: path) {
                for line in report.replay(file) { console.line(line) }
                if let complaint = report.complaint {
                    console.errorLine(complaint)
                    return .failed
                }
            }
            if let mistake = report.mistakes.first {
                console.errorLine(mistake)
                return .misconfigured
            }
            console.line(report.summary)
            return .done
        }
    )
}
