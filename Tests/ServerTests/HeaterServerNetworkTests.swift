import Chamber
import Surroundings
import TestSupport
import Testing

/// The device's own network over a real socket: its password goes only where it is asked for.
@Suite(.serialized) struct HeaterServerNetworkTests {
    @Test func theHotspotsPasswordIsToldAtOnePlaceAlone() throws {
        let heater = try TestHeater()
        heater.backend.changeDevice { $0.profile.hotspot.password = "hunter22" }
        let hotspot = try heater.ask("GET", "/api/v1/hotspot")
        #expect(hotspot.status == 200)
        #expect(
            hotspot.text
                == #"{"on":false,"ssid":"Hearth","password":"hunter22","address":"192.168.254.1"}"#
        )
        #expect(hotspot.header("Cache-Control") == "no-store")
        #expect(try !heater.ask("GET", "/api/v1/state").text.contains("hunter22"))
    }
}
