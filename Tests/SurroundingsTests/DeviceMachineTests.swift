import Chamber
import Surroundings
import SwitchCore
import Testing

@Suite struct DeviceMachineTests {
    private func machine(_ change: (inout DeviceProfile) -> Void = { _ in }) -> DeviceMachine {
        var profile = DeviceProfile()
        profile.hotspot.password = "generated"
        change(&profile)
        return DeviceMachine(profile: profile, address: "192.168.1.20")
    }

    private let now = Instant(nanoseconds: 5_000_000_000)

    @Test func whatASearchFoundIsShownAfterASecondAtTheSoonest() {
        var machine = machine()
        var printer = DeviceStatus.FoundPrinter()
        printer.name = "X1"
        #expect(machine.step(.wish(.scanNetworks), at: now) == [.host(.scanNetworks)])
        #expect(
            machine.step(.wish(.scanPrinters(port: nil)), at: now)
                == [.printer(.search(.bambu, port: nil))]
        )
        _ = machine.step(.host(.networks(["Home"])), at: now)
        _ = machine.step(.printer(.found([printer])), at: now)
        let tooEarly = machine.status
        _ = machine.step(.tick, at: now.advanced(by: .milliseconds(999)))
        #expect(machine.status == tooEarly)
        #expect(machine.status.networkScan == .running)
        #expect(machine.status.printerScan == .running)
        _ = machine.step(.tick, at: now.advanced(by: .seconds(1)))
        #expect(machine.status.networkScan == .done)
        #expect(machine.status.printerScan == .done)
        #expect(machine.status.foundNetworks == ["Home"])
        #expect(machine.status.foundPrinters == [printer])
        let again = machine.status
        _ = machine.step(.tick, at: now.advanced(by: .seconds(60)))
        #expect(machine.status == again)
    }

    @Test func aSearchThatNobodyEndsIsEnded() {
        var machine = machine()
        _ = machine.step(.wish(.scanNetworks), at: now)
        let before = machine.status
        _ = machine.step(.tick, at: now.advanced(by: .seconds(29)))
        #expect(machine.status == before)
        _ = machine.step(.tick, at: now.advanced(by: .seconds(30)))
        #expect(machine.status.networkScan == .done && machine.status.foundNetworks.isEmpty)
    }

    @Test func anotherKindOfPrinterEndsTheSearchForTheFirst() {
        var machine = machine()
        _ = machine.step(.wish(.scanPrinters(port: nil)), at: now)
        _ = machine.step(.wish(.setPrinterKind(.klipper)), at: now)
        #expect(machine.status.printerScan == .idle)
        _ = machine.step(.printer(.found([])), at: now)
        let ended = machine.status
        _ = machine.step(.tick, at: now.advanced(by: .seconds(60)))
        #expect(machine.status == ended)
    }

    @Test func aChosenRuleOfModeAutoIsKeptAndTheLinkBeginsAgain() {
        var machine = machine { ($0.printerKind, $0.toldName) = (.told, "Rat") }
        #expect(machine.view.autoChoice == .bed)
        let printer = machine.profile.printer
        #expect(
            machine.step(.wish(.setAutoChoice(.print)), at: now)
                == [.printer(.judge(by: .print)), .printer(.follow(printer))]
        )
        #expect(machine.profile.autoChoice == .print && machine.view.autoChoice == .print)
        #expect(machine.step(.wish(.setAutoChoice(.print)), at: now).isEmpty)
        #expect(machine.step(.wish(.setAutoChoice(.target)), at: now).isEmpty)
        #expect(machine.view.autoChoice == .print)
        _ = machine.step(.wish(.restoreFactorySettings), at: now)
        #expect(machine.view.autoChoice == .bed)
    }

    @Test func theServiceFilesRuleCountsBeforeAChosenOne() {
        var profile = DeviceProfile()
        profile.autoChoice = .print
        var machine = DeviceMachine(profile: profile, address: "", fileAuto: .filament)
        #expect(machine.view.autoChoice == .filament)
        #expect(machine.step(.wish(.setAutoChoice(.bed)), at: now).isEmpty)
        #expect(machine.profile.autoChoice == .print)
    }

    @Test func whatIsWrittenIsRemembered() {
        var machine = machine()
        for wish: DeviceWish in [
            .setLanguage(.chinese), .setHostname("warm"), .setHotspot(isOn: true),
            .joinNetwork(.init(ssid: "Home", password: "secret12")),
            .configureHotspot(ssid: "Warm", password: nil, address: "10.0.0.1"),
            .setPrinterKind(.klipper),
        ] {
            _ = machine.step(.wish(wish), at: now)
        }
        let profile = machine.profile
        #expect(profile.language == .chinese)
        #expect(profile.hostname == "warm")
        #expect(profile.isHotspotOn)
        #expect(profile.station == .init(ssid: "Home", password: "secret12"))
        #expect(profile.hotspot == .init(ssid: "Warm", password: "generated"))
        #expect(profile.hotspotAddress == "10.0.0.1")
        #expect(profile.printerKind == .klipper)
    }

    @Test func anEmptySecretKeepsTheStoredOneOfTheSameThing() {
        var machine = machine {
            $0.station = .init(ssid: "Home", password: "secret12")
            ($0.bambu.serial, $0.bambu.accessCode) = ("01P", "12345678")
            ($0.klipper.address, $0.klipper.apiKey) = ("192.0.2.7", "key")
        }
        _ = machine.step(.wish(.joinNetwork(.init(ssid: "Home"))), at: now)
        #expect(machine.profile.station.password == "secret12")
        _ = machine.step(.wish(.joinNetwork(.init(ssid: "Open"))), at: now)
        #expect(machine.profile.station == .init(ssid: "Open"))
        var binding = DeviceProfile.BambuBinding()
        binding.serial = "01P"
        _ = machine.step(.wish(.bindBambu(binding)), at: now)
        #expect(machine.profile.bambu.accessCode == "12345678")
        var klipper = DeviceProfile.KlipperBinding()
        (klipper.name, klipper.address) = ("Voron", "192.0.2.7")
        _ = machine.step(.wish(.bindKlipper(klipper)), at: now)
        #expect(machine.profile.klipper.apiKey == "key")
    }

    @Test func anotherPrinterGetsNoStoredSecret() {
        var machine = machine {
            ($0.bambu.serial, $0.bambu.accessCode) = ("01P", "12345678")
            ($0.klipper.address, $0.klipper.apiKey) = ("192.0.2.7", "key")
        }
        var bambu = DeviceProfile.BambuBinding()
        bambu.serial = "02X"
        _ = machine.step(.wish(.bindBambu(bambu)), at: now)
        #expect(machine.profile.bambu.accessCode == "")
        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "192.0.2.8"
        _ = machine.step(.wish(.bindKlipper(klipper)), at: now)
        #expect(machine.profile.klipper.apiKey == "")
    }

    @Test func aPrinterIsFollowedFromItsBindingToItsEnd() {
        var machine = machine()
        #expect(machine.status.printerLink == .unbound)
        var bambu = DeviceProfile.BambuBinding()
        bambu.serial = "01P"
        let bound = machine.step(.wish(.bindBambu(bambu)), at: now)
        #expect(bound == [.printer(.follow(.bambu(bambu)))])
        #expect(machine.status.printerLink == .connecting)
        _ = machine.step(.printer(.link(.connected, trouble: "")), at: now)
        var report = PrinterReport()
        report.activity = "running"
        _ = machine.step(.printer(.report(report)), at: now)
        _ = machine.step(.tick, at: now.advanced(by: .milliseconds(1_500)))
        #expect(machine.status.printerAge == .milliseconds(1_500))
        #expect(machine.status.printer == report)

        _ = machine.step(
            .printer(.link(.wrongAccess, trouble: "the access code is wrong")),
            at: now
        )
        #expect(machine.status.printer == nil)
        #expect(machine.status.printerTrouble == "the access code is wrong")

        let otherKind = machine.step(.wish(.setPrinterKind(.klipper)), at: now)
        #expect(otherKind == [.printer(.follow(nil))])
        #expect(machine.status.printerLink == .unbound && machine.status.printerTrouble.isEmpty)
        _ = machine.step(.printer(.link(.connected, trouble: "")), at: now)
        #expect(machine.status.printerLink == .unbound, "news of the printer before")

        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "10.0.0.9"
        #expect(
            machine.step(.wish(.bindKlipper(klipper)), at: now) == [
                .printer(.follow(.klipper(klipper)))
            ]
        )
        #expect(machine.step(.wish(.unbindPrinter), at: now) == [.printer(.follow(nil))])
        #expect(machine.profile.bambu.serial == "01P")
    }

    @Test func aCertificateStaysWithItsPrinter() {
        var machine = machine()
        var binding = DeviceProfile.BambuBinding()
        binding.serial = "01P"
        _ = machine.step(.wish(.bindBambu(binding)), at: now)
        _ = machine.step(.printer(.trusted(serial: "01P", certificate: "ab")), at: now)
        _ = machine.step(.printer(.trusted(serial: "02P", certificate: "cd")), at: now)
        _ = machine.step(.wish(.bindBambu(binding)), at: now)
        #expect(machine.profile.bambu.certificate == "ab")
        binding.serial = "02P"
        _ = machine.step(.wish(.bindBambu(binding)), at: now)
        #expect(machine.profile.bambu.certificate.isEmpty)
    }

    @Test func whatTheHostTellsIsShown() {
        var machine = machine { $0.isHotspotOn = true }
        _ = machine.step(
            .host(.link(.reconnecting, error: 0, networkName: "Home", address: "10.0.0.5")),
            at: now
        )
        _ = machine.step(.host(.hotspot(isOn: false)), at: now)
        let order = HostOrder(.setHostname("warm"), from: .controller)
        _ = machine.step(
            .host(.outcome(HostOutcome(.hostname, of: order, trouble: "not permitted"))),
            at: now
        )
        #expect(machine.status.stationState == .reconnecting)
        #expect(machine.status.networkName == "Home" && machine.status.address == "10.0.0.5")
        #expect(!machine.profile.isHotspotOn)
        #expect(machine.status.hostTrouble == "not permitted")
        _ = machine.step(.host(.outcome(HostOutcome(.hostname, of: order))), at: now)
        #expect(machine.status.hostTrouble.isEmpty)
    }

    @Test func whatTheMachineRefusesIsNotShown() {
        var machine = machine()
        let before = machine.profile
        for wish: DeviceWish in [
            .setHostname("warm"), .joinNetwork(.init(ssid: "Home", password: "secret12")),
            .setHotspot(isOn: true),
        ] {
            guard case .host(let request) = machine.step(.wish(wish), at: now).first else {
                Issue.record("\(wish) does not reach the host")
                continue
            }
            #expect(machine.profile != before)
            let order = HostOrder(request, from: .controller)
            _ = machine.step(
                .host(.outcome(HostOutcome(request.subject, of: order, trouble: "no"))),
                at: now
            )
            #expect(machine.profile == before)
        }
    }

    @Test func aChangeThatIsTakenBackLaterIsShownAsBeforeUnlessItWasSettled() {
        var machine = machine()
        let home = DeviceProfile.Network(ssid: "Home", password: "secret12")
        let away = DeviceProfile.Network(ssid: "Away", password: "secret34")
        _ = machine.step(.wish(.joinNetwork(home)), at: now)
        let order = HostOrder(.join(home), from: .controller)
        _ = machine.step(
            .host(.outcome(HostOutcome(.network, of: order, done: "Joined."))),
            at: now
        )
        _ = machine.step(.host(.settled(.network)), at: now)
        _ = machine.step(.wish(.joinNetwork(away)), at: now)
        _ = machine.step(
            .host(.outcome(HostOutcome(.network, of: order, done: "Joined."))),
            at: now
        )
        #expect(machine.profile.station == away)
        _ = machine.step(.host(.rolledBack(.network, text: "nobody came")), at: now)
        #expect(machine.profile.station == home)
        #expect(machine.status.hostTrouble == "nobody came")
    }

    @Test func aFactoryResetForgetsAllButTheHotspotsPassword() {
        var machine = machine { $0.hostname = "warm" }
        let effect = machine.step(.wish(.restoreFactorySettings), at: now)
        #expect(effect == [.printer(.follow(nil)), .host(.forgetNetworks), .wipeAndRestart])
        var fresh = DeviceProfile()
        fresh.hotspot.password = "generated"
        #expect(machine.profile == fresh)
        let restart = machine.step(.wish(.restart), at: now)
        #expect(restart == [.restart])
    }
}
