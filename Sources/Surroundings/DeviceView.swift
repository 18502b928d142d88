import Chamber

/// What surrounds the controller, as one value: what is remembered, and the present state.
package struct DeviceView: Equatable, Sendable {
    /// What is stored.
    package var profile: DeviceProfile
    /// What is true now.
    package var status: DeviceStatus

    package init(profile: DeviceProfile = DeviceProfile(), status: DeviceStatus = DeviceStatus()) {
        self.profile = profile
        self.status = status
    }
}
