import Chamber
import Dialects
import Surroundings
import Testing

/// Wishes about the machine's network and name (`docs/api.md`).
@Suite struct APINetworkWishTests {
    private func read(_ body: String) throws(APIProblem) -> [DeviceWish] {
        try APIDeviceWish(parsing: Array(body.utf8)).wishes
    }

    @Test(
        arguments: [
            (#"{"scan_networks":true}"#, [.scanNetworks]),
            (
                #"{"join_network":{"ssid":"Home","password":"a long secret"}}"#,
                [.joinNetwork(.init(ssid: "Home", password: "a long secret"))]
            ),
            (#"{"join_network":{"ssid":"Café"}}"#, [.joinNetwork(.init(ssid: "Café"))]),
            (#"{"hotspot":{"on":true}}"#, [.setHotspot(isOn: true)]),
            (
                #"{"hotspot":{"on":false,"ssid":"Warm","address":"10.0.0.1"}}"#,
                [
                    .configureHotspot(ssid: "Warm", password: nil, address: "10.0.0.1"),
                    .setHotspot(isOn: false),
                ]
            ),
            (#"{"hostname":"Chamber-1"}"#, [.setHostname("Chamber-1")]),
            (#"{"keep_network":true}"#, [.keepNetwork]),
        ] as [(String, [DeviceWish])]
    )
    func aWishIsRead(body: String, wishes: [DeviceWish]) throws {
        #expect(try read(body) == wishes)
    }

    @Test(
        arguments: [
            #"{"scan_networks":false}"#, #"{"join_network":{"password":"a long secret"}}"#,
            #"{"join_network":{"ssid":""}}"#, #"{"join_network":{"ssid":1}}"#,
            #"{"hotspot":{}}"#, #"{"hotspot":{"password":"hunter2"}}"#,
            #"{"hotspot":{"address":"10.0.0"}}"#, #"{"hotspot":{"ssid":""}}"#,
            #"{"hostname":"a b"}"#, #"{"hostname":""}"#, #"{"keep_network":1}"#,
        ]
    )
    func aMistakeIsToldWithoutTheSecret(body: String) {
        do throws(APIProblem) {
            Issue.record("taken as \(try read(body))")
        } catch {
            #expect(error.status == 400)
            #expect(!error.message.contains("hunter2"))
        }
    }
}
