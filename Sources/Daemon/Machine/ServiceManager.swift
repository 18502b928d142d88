import CSystemd

/// Reports the state of the service to the service manager that started this process (sd_notify(3)).
///
/// Without a service manager, the calls do nothing. A lost message is not an error here: a manager that
/// misses the signs of life kills the service.
enum ServiceManager {
    /// The service is up: it serves clients, and the controller has made a step.
    static func ready(status: String) {
        send("READY=1\n" + statusLine(status))
    }

    /// A sign of life. Send it at least twice in `WatchdogSec=`, after checking everything that must be
    /// alive.
    static func watchdog() {
        send("WATCHDOG=1")
    }

    /// The service is about to end, which may take up to `TimeoutStopSec=`. Do not call it for a
    /// restart in place: the manager would wait for the process to end, and then kill it.
    static func stopping(status: String) {
        send("STOPPING=1\n" + statusLine(status))
    }

    /// The status in one line: a line end would begin another assignment.
    private static func statusLine(_ status: String) -> String {
        "STATUS=" + status.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func send(_ state: String) {
        // 0 keeps the socket's address in the environment, for a restart in place.
        _ = sd_notify(0, state)
    }
}
