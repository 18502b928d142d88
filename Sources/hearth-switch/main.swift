import CSupport
import Glibc
import Lines
import SwitchCore

// The switch: the only program that opens the output lines. `hearth` starts it and talks to it over
// descriptor 3; people do not start it by hand.

/// The descriptor of the socket to the parent.
let socketDescriptor: Int32 = 3

/// Reports a failure to the parent, which adds its own words, else on standard error; then exits.
func refuse(_ message: String, to socket: Int32?, status: Int32) -> Never {
    var text = message
    text.withUTF8 { bytes in
        if let socket,
            send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        {
            return
        }
        _ = write(STDERR_FILENO, "hearth-switch: ", 15)
        _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        _ = write(STDERR_FILENO, "\n", 1)
    }
    exit(status)
}

/// The arguments: from the command line, or from the file that `--off-as-noted` names.
func readArguments() -> SwitchArguments {
    let words = CommandLine.arguments.dropFirst()
    if words.count == 2, words.first == "--off-as-noted", let path = words.last {
        switch HeldLines.read(path) {
        case .found(let arguments): return arguments
        case .absent: exit(0)
        case .damaged: refuse("\(path) is no note of lines to turn off", to: nil, status: 65)
        }
    }
    // 64: EX_USAGE of <sysexits.h>; 65 above: EX_DATAERR.
    guard let arguments = SwitchArguments(words) else {
        refuse("is started by hearth, not by hand", to: nil, status: 64)
    }
    return arguments
}

// The daemon starts the file that it holds open, after whose number the kernel names the process.
_ = hearth_name_thread(pthread_self(), "hearth-switch")
let arguments = readArguments()
let partner = arguments.task == .serve ? socketDescriptor : nil
if arguments.task == .serve, arguments.version != ProgramVersion.number {
    refuse(
        "hearth has version \(arguments.version ?? "unknown"), and hearth-switch has "
            + "\(ProgramVersion.number), so they must not work together; install Hearth again",
        to: partner,
        status: 69
    )
}
let termination = hearth_open_termination()
let lines: OutputLines?
do throws(LineError) {
    lines = try acquireLines(arguments)
} catch {
    // 69: EX_UNAVAILABLE.
    refuse(error.description, to: partner, status: 69)
}
switch arguments.task {
case .turnOff:
    // Taking the lines has turned them off; released lines stay off, or become inputs again.
    exit(0)
case .serve:
    let timer = hearth_open_periodic_timer(SwitchLoop.periodNanoseconds)
    guard termination >= 0, timer >= 0 else {
        refuse("the system gives no descriptors", to: partner, status: 71)
    }
    var loop = SwitchLoop(arguments, lines, socketDescriptor, termination, timer)
    // Real time and locked memory where the user has the permission; without them a busy machine delays
    // steps, and the lease still holds.
    _ = hearth_run_in_real_time(20)
    _ = hearth_lock_memory()
    loop.run()
    exit(0)
}
