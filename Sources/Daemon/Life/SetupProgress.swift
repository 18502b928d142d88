import Chamber
import Surroundings
import System

/// How far the set-up of a real board has come.
struct SetupProgress: Sendable {
    /// The self-test needs the lines, so it never runs beside the daemon.
    private let isTested: Bool
    private let asksForPassword: @Sendable () -> Bool

    /// - Parameter statePath: where `hearth selftest` leaves its report.
    init(_ statePath: String, asksForPassword: @escaping @Sendable () -> Bool) {
        isTested = File.exists(statePath + "/selftest/selftest.txt")
        self.asksForPassword = asksForPassword
    }

    /// The steps that are left, in their order.
    func left(_ view: DeviceView, _ snapshot: Snapshot) -> [SetupStep] {
        SetupStep.allCases.filter { step in
            switch step {
            case .selfTest: !isTested
            case .calibration: snapshot.calibrationState == .missing
            case .printer: view.status.printerLink == .unbound
            case .password: !asksForPassword()
            }
        }
    }
}
