package import Chamber
package import Surroundings

/// All that is remembered over a restart, checked: what the controller and the daemon start from.
package struct StoredState: Equatable, Sendable {
    /// What the controller starts from.
    package var controller = RestoredState()
    /// Names, networks and the bound printer.
    package var profile = DeviceProfile()
    /// What was found wrong and what was put in its place, one sentence each.
    package var notes: [String] = []

    /// A first start: factory values, nothing latched.
    package init() {}
}
