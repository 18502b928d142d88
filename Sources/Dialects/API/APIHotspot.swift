import Chamber
import JSON
package import Surroundings

/// The network that the device offers, with its password: for our own page and command line, which show
/// it to everyone who is let in there. The state, events and `/ws` never hold it.
package enum APIHotspot {
    /// The JSON of it.
    package static func encoded(_ profile: DeviceProfile) -> [UInt8] {
        JSONWriter.object { json in
            json.member("on", profile.isHotspotOn)
            json.member("ssid", profile.hotspot.ssid)
            json.member("password", profile.hotspot.password)
            json.member("address", profile.hotspotAddress)
        }
    }
}
