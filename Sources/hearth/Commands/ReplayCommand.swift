import CommandLine
import Studio

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
                + "controller has changed, or a fault that has been mended.",
            "Give one segment (FILE), a directory of them, or a bundle of \"hearth record export\". "
                + "A recording that is cut off in the middle is replayed up to the cut.",
        ],
        arguments: [Parameter.recording],
        examples: [
            Example("hearth replay /var/lib/hearth/recording", "The last hours of this machine."),
            Example("hearth replay report.tar", "Those of somebody else's."),
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
