import Chamber
import Surroundings
import SwitchCore
import Testing

@Suite struct DeviceKeeperTests {
    private func keeper(_ change: (inout DeviceProfile) -> Void = { _ in }) -> DeviceKeeper {
        var profile = DeviceProfile()
        profile.hotspot.password = "generated"
        change(&profile)
        return DeviceKeeper(profile: profile, address: "192.168.1.20")
    }

    private let now = Instant(nanoseconds: 5_000_000_000)

    @Test func whatASearchFoundIsShownAfterASecondAtTheSoonest() {
        var keeper = keeper()
        var printer = DeviceStatus.FoundPrinter()
        printer.name = "X1"
        #expect(keeper.grant(.scanNetworks, at: now) == [.host(.scanNetworks)])
        #expect(
            keeper.grant(.scanPrinters(port: nil), at: now)
                == [.printer(.search(.bambu, port: nil))]
        )
        keeper.receive(.networks(["Home"]))
        keeper.receive(.found([printer]), at: now)
        let tooEarly = keeper.advance(to: now.advanced(by: .milliseconds(999)))
        #expect(!tooEarly)
        #expect(keeper.status.networkScan == .running)
        #expect(keeper.status.printerScan == .running)
        let ended = keeper.advance(to: now.advanced(by: .seconds(1)))
        #expect(ended)
        #expect(keeper.status.networkScan == .done)
        #expect(keeper.status.printerScan == .done)
        #expect(keeper.status.foundNetworks == ["Home"])
        #expect(keeper.status.foundPrinters == [printer])
        let again = keeper.advance(to: now.advanced(by: .seconds(60)))
        #expect(!again)
    }

    @Test func aSearchThatNobodyEndsIsEnded() {
        var keeper = keeper()
        _ = keeper.grant(.scanNetworks, at: now)
        let before = keeper.advance(to: now.advanced(by: .seconds(29)))
        #expect(!before)
        let ended = keeper.advance(to: now.advanced(by: .seconds(30)))
        #expect(ended)
        #expect(keeper.status.networkScan == .done && keeper.status.foundNetworks.isEmpty)
    }

    @Test func anotherKindOfPrinterEndsTheSearchForTheFirst() {
        var keeper = keeper()
        _ = keeper.grant(.scanPrinters(port: nil), at: now)
        _ = keeper.grant(.setPrinterKind(.klipper), at: now)
        #expect(keeper.status.printerScan == .idle)
        keeper.receive(.found([]), at: now)
        let ended = keeper.advance(to: now.advanced(by: .seconds(60)))
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
            _ = keeper.grant(wish, at: now)
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
            ($0.bambu.serial, $0.bambu.accessCode) = ("01P", "12345678")
            ($0.klipper.address, $0.klipper.apiKey) = ("192.0.2.7", "key")
        }
        _ = keeper.grant(.joinNetwork(.init(ssid: "Home")), at: now)
        #expect(keeper.profile.station.password == "secret12")
        _ = keeper.grant(.joinNetwork(.init(ssid: "Open")), at: now)
        #expect(keeper.profile.station == .init(ssid: "Open"))
        var binding = DeviceProfile.BambuBinding()
        binding.serial = "01P"
        _ = keeper.grant(.bindBambu(binding), at: now)
        #expect(keeper.profile.bambu.accessCode == "12345678")
        var klipper = DeviceProfile.KlipperBinding()
        (klipper.name, klipper.address) = ("Voron", "192.0.2.7")
        _ = keeper.grant(.bindKlipper(klipper), at: now)
        #expect(keeper.profile.klipper.apiKey == "key")
    }

    @Test func anotherPrinterGetsNoStoredSecret() {
        var keeper = keeper {
            ($0.bambu.serial, $0.bambu.accessCode) = ("01P", "12345678")
            ($0.klipper.address, $0.klipper.apiKey) = ("192.0.2.7", "key")
        }
        var bambu = DeviceProfile.BambuBinding()
        bambu.serial = "02X"
        _ = keeper.grant(.bindBambu(bambu), at: now)
        #expect(keeper.profile.bambu.accessCode == "")
        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "192.0.2.8"
        _ = keeper.grant(.bindKlipper(klipper), at: now)
        #expect(keeper.profile.klipper.apiKey == "")
    }

    @Test func aPrinterIsFollowedFromItsBindingToItsEnd() {
        var keeper = keeper()
        #expect(keeper.status.printerLink == .unbound)
        var bambu = DeviceProfile.BambuBinding()
        bambu.serial = "01P"
        let bound = keeper.grant(.bindBambu(bambu), at: now)
        #expect(bound == [.printer(.follow(.bambu(bambu)))])
        #expect(keeper.status.printerLink == .connecting)
        keeper.receive(.link(.connected, trouble: ""), at: now)
        var report = PrinterReport()
        report.activity = "running"
        keeper.receive(.report(report), at: now)
        #expect(keeper.status.printer == report)

        keeper.receive(.link(.wrongAccess, trouble: "the access code is wrong"), at: now)
        #expect(keeper.status.printer == nil)
        #expect(keeper.status.printerTrouble == "the access code is wrong")

        let otherKind = keeper.grant(.setPrinterKind(.klipper), at: now)
        #expect(otherKind == [.printer(.follow(nil))])
        #expect(keeper.status.printerLink == .unbound && keeper.status.printerTrouble.isEmpty)
        keeper.receive(.link(.connected, trouble: ""), at: now)
        #expect(keeper.status.printerLink == .unbound, "news of the printer before")

        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "10.0.0.9"
        #expect(
            keeper.grant(.bindKlipper(klipper), at: now) == [.printer(.follow(.klipper(klipper)))]
        )
        #expect(keeper.grant(.unbindPrinter, at: now) == [.printer(.follow(nil))])
        #expect(keeper.profile.bambu.serial == "01P")
    }

    @Test func aCertificateStaysWithItsPrinter() {
        var keeper = keeper()
        var binding = DeviceProfile.BambuBinding()
        binding.serial = "01P"
        _ = keeper.grant(.bindBambu(binding), at: now)
        keeper.receive(.trusted(serial: "01P", certificate: "ab"), at: now)
        keeper.receive(.trusted(serial: "02P", certificate: "cd"), at: now)
        _ = keeper.grant(.bindBambu(binding), at: now)
        #expect(keeper.profile.bambu.certificate == "ab")
        binding.serial = "02P"
        _ = keeper.grant(.bindBambu(binding), at: now)
        #expect(keeper.profile.bambu.certificate.isEmpty)
    }

    @Test func whatTheHostTellsIsShown() {
        var keeper = keeper { $0.isHotspotOn = true }
        keeper.receive(.link(.reconnecting, error: 0, networkName: "Home", address: "10.0.0.5"))
        keeper.receive(.hotspot(isOn: false))
        let order = HostOrder(.setHostname("warm"), from: .controller)
        keeper.receive(.outcome(HostOutcome(.hostname, of: order, trouble: "not permitted")))
        #expect(keeper.status.stationState == .reconnecting)
        #expect(keeper.status.networkName == "Home" && keeper.status.address == "10.0.0.5")
        #expect(!keeper.profile.isHotspotOn)
        #expect(keeper.status.hostTrouble == "not permitted")
        keeper.receive(.outcome(HostOutcome(.hostname, of: order)))
        #expect(keeper.status.hostTrouble.isEmpty)
    }

    @Test func whatTheMachineRefusesIsNotShown() {
        var keeper = keeper()
        let before = keeper.profile
        for wish: DeviceWish in [
            .setHostname("warm"), .joinNetwork(.init(ssid: "Home", password: "secret12")),
            .setHotspot(isOn: true),
        ] {
            guard case .host(let request) = keeper.grant(wish, at: now).first else {
                Issue.record("\(wish) does not reach the host")
                continue
            }
            #expect(keeper.profile != before)
            let order = HostOrder(request, from: .controller)
            keeper.receive(.outcome(HostOutcome(request.subject, of: order, trouble: "no")))
            #expect(keeper.profile == before)
        }
    }

    @Test func aChangeThatIsTakenBackLaterIsShownAsBeforeUnlessItWasSettled() {
        var keeper = keeper()
        let home = DeviceProfile.Network(ssid: "Home", password: "secret12")
        let away = DeviceProfile.Network(ssid: "Away", password: "secret34")
        _ = keeper.grant(.joinNetwork(home), at: now)
        let order = HostOrder(.join(home), from: .controller)
        keeper.receive(.outcome(HostOutcome(.network, of: order, done: "Joined.")))
        keeper.receive(.settled(.network))
        _ = keeper.grant(.joinNetwork(away), at: now)
        keeper.receive(.outcome(HostOutcome(.network, of: order, done: "Joined.")))
        #expect(keeper.profile.station == away)
        keeper.receive(.takenBack(.network, text: "nobody came"))
        #expect(keeper.profile.station == home)
        #expect(keeper.status.hostTrouble == "nobody came")
    }

    @Test func aFactoryResetForgetsAllButTheHotspotsPassword() {
        var keeper = keeper { $0.hostname = "warm" }
        let effect = keeper.grant(.restoreFactorySettings, at: now)
        #expect(effect == [.printer(.follow(nil)), .host(.forgetNetworks), .wipeAndRestart])
        var fresh = DeviceProfile()
        fresh.hotspot.password = "generated"
        #expect(keeper.profile == fresh)
        let restart = keeper.grant(.restart, at: now)
        #expect(restart == [.restart])
    }
}
