/// The machine's power, through systemd-logind.
package enum MachinePower {
    /// Restarts the machine in order. Returns why it does not restart; `nil`: it does.
    package static func restart() -> String? {
        do throws(BusFailure) {
            try BusConnection().call(LoginService.method("Reboot"), [.bool(false)])
            return nil
        } catch {
            return "the machine does not restart: \(BusTrouble.words(for: error, from: .power))"
        }
    }
}

/// systemd-logind's methods, as far as they are used here.
enum LoginService {
    static func method(_ name: String) -> BusMethod {
        BusMethod(
            service: "org.freedesktop.login1",
            path: "/org/freedesktop/login1",
            interface: "org.freedesktop.login1.Manager",
            name: name
        )
    }
}
