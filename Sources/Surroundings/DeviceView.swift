import Chamber

/// What surrounds the controller, as one value: what is remembered, and what is so at present.
package struct DeviceView: Equatable, Sendable {
    package var profile: DeviceProfile
    package var status: DeviceStatus

    package init(profile: DeviceProfile = DeviceProfile(), status: DeviceStatus = DeviceStatus()) {
        self.profile = profile
        self.status = status
    }
}
