import Glibc

signal(SIGPIPE, SIG_IGN)
do throws(LabFailure) {
    var lab = try Lab(LabArguments(CommandLine.arguments))
    lab.run()
} catch {
    Output.line("hearth-lab: \(error.message)", to: STDERR_FILENO)
    exit(error.status)
}
