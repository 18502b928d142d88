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

extension MachinePower {
    /// Keeps the machine from sleeping until the descriptor is closed.
    static func inhibitSleep() throws(BusFailure) -> CInt {
        try BusConnection().descriptor(
            from: LoginService.method("Inhibit"),
            [
                .string("sleep"), .string("Hearth"), .string("The chamber heater is on"),
                .string("block"),
            ]
        )
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
