import Chamber
import Server
import Testing

@Suite struct DeviceKeeperTests {
    private func keeper(_ change: (inout DeviceProfile) -> Void = { _ in }) -> DeviceKeeper {
        var profile = DeviceProfile()
        profile.hotspot.password = "generated"
        change(&profile)
        return DeviceKeeper(profile: profile, address: "192.168.1.20")
    }

    private let now = Instant(nanoseconds: 5_000_000_000)

    @Test func aSearchRunsForASecondAndFindsNothing() {
        var keeper = keeper()
        _ = keeper.grant(.scanNetworks, at: now)
        _ = keeper.grant(.scanPrinters(port: 7125), at: now)
        #expect(keeper.status.networkScan == .running)
        let tooEarly = keeper.advance(to: now.advanced(by: .milliseconds(999)))
        #expect(!tooEarly)
        #expect(keeper.status.printerScan == .running)
        let ended = keeper.advance(to: now.advanced(by: .seconds(1)))
        #expect(ended)
        #expect(keeper.status.networkScan == .done)
        #expect(keeper.status.printerScan == .done)
        #expect(keeper.status.foundNetworks.isEmpty && keeper.status.foundPrinters.isEmpty)
        let again = keeper.advance(to: now.advanced(by: .seconds(2)))
        #expect(!again)
    }

    @Test func anotherKindOfPrinterEndsTheSearchForTheFirst() {
        var keeper = keeper()
        _ = keeper.grant(.scanPrinters(port: nil), at: now)
        _ = keeper.grant(.setPrinterKind(.klipper), at: now)
        #expect(keeper.status.printerScan == .idle)
        let ended = keeper.advance(to: now.advanced(by: .seconds(1)))
        #expect(!ended)
    }

    @Test func whatIsWrittenIsRemembered() {
        var keeper = keeper()
        for wish: DeviceWish in [
            .setLanguage(.chinese), .setHostname("warm"), .setHotspot(isOn: true),
            .joinNetwork(.init(ssid: "Home", password: "secret12")),
            .configureHotspot(ssid: "Warm", password: nil, address: "10.0.0.1"),
            .setPrinterKind(.klipper),
        ] {
            let effect = keeper.grant(wish, at: now)
            #expect(effect == .none)
        }
        let profile = keeper.profile
        #expect(profile.language == .chinese)
        #expect(profile.hostname == "warm")
        #expect(profile.isHotspotOn)
        #expect(profile.station == .init(ssid: "Home", password: "secret12"))
        #expect(profile.hotspot == .init(ssid: "Warm", password: "generated"))
        #expect(profile.hotspotAddress == "10.0.0.1")
        #expect(profile.printerKind == .klipper)
    }

    @Test func anEmptySecretKeepsTheStoredOneOfTheSameThing() {
        var keeper = keeper {
            $0.station = .init(ssid: "Home", password: "secret12")
            $0.bambu.accessCode = "12345678"
        }
        _ = keeper.grant(.joinNetwork(.init(ssid: "Home")), at: now)
        #expect(keeper.profile.station.password == "secret12")
        _ = keeper.grant(.joinNetwork(.init(ssid: "Open")), at: now)
        #expect(keeper.profile.station == .init(ssid: "Open"))
        var binding = DeviceProfile.BambuBinding()
        binding.serial = "01P"
        _ = keeper.grant(.bindBambu(binding), at: now)
        #expect(keeper.profile.bambu.accessCode == "12345678")
    }

    @Test func aBoundPrinterIsOneThatCannotBeReached() {
        var keeper = keeper()
        #expect(keeper.status.printerState == 0)
        var bambu = DeviceProfile.BambuBinding()
        bambu.serial = "01P"
        _ = keeper.grant(.bindBambu(bambu), at: now)
        #expect(keeper.status.printerState == 7)
        _ = keeper.grant(.setPrinterKind(.klipper), at: now)
        #expect(keeper.status.printerState == 0)
        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "10.0.0.9"
        _ = keeper.grant(.bindKlipper(klipper), at: now)
        #expect(keeper.status.printerState == 4)
        _ = keeper.grant(.unbindPrinter, at: now)
        #expect(keeper.status.printerState == 0)
        #expect(keeper.profile.bambu.serial == "01P")
    }

    @Test func aFactoryResetForgetsAllButTheHotspotsPassword() {
        var keeper = keeper { $0.hostname = "warm" }
        let effect = keeper.grant(.restoreFactorySettings, at: now)
        #expect(effect == .wipeAndRestart)
        var fresh = DeviceProfile()
        fresh.hotspot.password = "generated"
        #expect(keeper.profile == fresh)
        let restart = keeper.grant(.restart, at: now)
        #expect(restart == .restart)
    }
}
