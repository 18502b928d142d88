import CSystemd

/// The service manager that started this process: it hears how the service fares (sd_notify(3)).
///
/// Without a service manager nobody hears anything. A message that does not arrive changes nothing
/// here: a manager that hears nothing ends the service.
enum ServiceManager {
    /// The service is up: clients are served, and the first guarded step was taken.
    static func ready(status: String) {
        send("READY=1\n" + statusLine(status))
    }

    /// A sign of life. Send it after checking whatever has to be alive, at least twice in
    /// `WatchdogSec=`.
    static func watchdog() {
        send("WATCHDOG=1")
    }

    /// The service is about to end, which may take as long as `TimeoutStopSec=`. Not for a restart in
    /// place: the manager would wait for the process to end, and then end it.
    static func stopping(status: String) {
        send("STOPPING=1\n" + statusLine(status))
    }

    /// A line end in `status` would begin another assignment.
    private static func statusLine(_ status: String) -> String {
        "STATUS=" + status.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func send(_ state: String) {
        // The environment keeps the socket's address: a restart in place needs it again.
        _ = sd_notify(0, state)
    }
}
