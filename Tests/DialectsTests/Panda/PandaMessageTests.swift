import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

/// Section 5 of the wire contract: what each write asks for.
@Suite struct PandaMessageTests {
    private func read(_ text: String, _ device: DeviceView = DeviceView()) -> PandaMessage {
        PandaMessage(parsing: Array(text.utf8), device: device)
    }

    private static var klipper: DeviceView {
        var device = DeviceView()
        device.profile.printerKind = .klipper
        return device
    }

    @Test(
        arguments: [
            (#"{"work_on":true}"#, .write(.workOn, 1, .setPower(true))),
            (#"{"work_on":false}"#, .write(.workOn, 0, .setPower(false))),
            (#"{"work_mode":1}"#, .write(.workMode, 1, .setMode(.auto))),
            (#"{"work_mode":2}"#, .write(.workMode, 2, .setMode(.alwaysOn))),
            (#"{"work_mode":3}"#, .write(.workMode, 3, .setMode(.drying))),
            (#"{"work_mode":2.0}"#, .write(.workMode, 2, .setMode(.alwaysOn))),
            (#"{"set_temp":55}"#, .write(.setTemperature, 55, .setTarget(Celsius(55)))),
            (#"{"set_temp":55.0}"#, .write(.setTemperature, 55, .setTarget(Celsius(55)))),
            (#"{"set_temp":80}"#, .write(.setTemperature, 80, .setTarget(Celsius(80)))),
            (#"{"set_temp":-5}"#, .write(.setTemperature, -5, .setTarget(Celsius(-5)))),
            (#"{"temp":45}"#, .write(.setTemperature, 45, .setTarget(Celsius(45)))),
            (#"{"temp":45,"set_temp":50}"#, .write(.setTemperature, 50, .setTarget(Celsius(50)))),
            (#"{"filtertemp":0}"#, .write(.fanBedThreshold, 0, .setFanBedThreshold(Celsius(0)))),
            // Held to the range, while the client believes what it wrote: it is told the value in force.
            (
                #"{"filtertemp":-5}"#,
                .write(.fanBedThreshold, -5, .setFanBedThreshold(Celsius(0)))
            ),
            (
                #"{"filtertemp":300}"#,
                .write(.fanBedThreshold, 300, .setFanBedThreshold(Celsius(120)))
            ),
            (
                #"{"hotbedtemp":10}"#,
                .write(.heatBedThreshold, 10, .setHeatBedThreshold(Celsius(40)))
            ),
            (
                #"{"hotbedtemp":121}"#,
                .write(.heatBedThreshold, 121, .setHeatBedThreshold(Celsius(120)))
            ),
            (
                #"{"hotbedtemp":120}"#,
                .write(.heatBedThreshold, 120, .setHeatBedThreshold(Celsius(120)))
            ),
            (
                #"{"filament_temp":50}"#,
                .write(.customTemperature, 50, .setCustomDryingTarget(Celsius(50)))
            ),
            (
                #"{"custom_temp":50}"#,
                .write(.customTemperature, 50, .setCustomDryingTarget(Celsius(50)))
            ),
            (#"{"filament_timer":6}"#, .write(.customHours, 6, .setCustomDryingHours(6))),
            (#"{"custom_timer":99}"#, .write(.customHours, 99, .setCustomDryingHours(99))),
            (#"{"filament_drying_mode":1}"#, .selectPreset(.pla)),
            (#"{"filament_drying_mode":2}"#, .selectPreset(.petg)),
            (#"{"filament_drying_mode":3}"#, .selectPreset(.custom)),
            (#"{"isrunning":1}"#, .write(.isRunning, 1, .startDryingInMode)),
            (#"{"isrunning":0}"#, .write(.isRunning, 0, .stopDrying)),
            (#"{"language":"zh"}"#, .device(.setLanguage(.chinese))),
            (#"{"language":"en"}"#, .device(.setLanguage(.english))),
            (#"{"language":"de"}"#, .device(.setLanguage(.english))),
            (#"{"reset":1}"#, .device(.restart)),
        ] as [(String, PandaMessage.Action)]
    )
    func aSettingIsRead(settings: String, action: PandaMessage.Action) {
        let message = read("{\"settings\":\(settings)}")
        #expect(message.actions == [action])
        #expect(message.ignored.count == 0)
    }

    @Test(
        arguments: [
            (
                #"{"settings":{"factory_reset":1}}"#,
                [.restoreFactorySettings]
            ),
            (
                #"{"settings":{"printer_type":2}}"#,
                [.setPrinterKind(.klipper), .respond(PandaResponse(.printerKind, isDone: true))]
            ),
            (#"{"wifi":{"scan":1}}"#, [.device(.scanNetworks)]),
            (
                #"{"wifi":{"ssid":"Home","password":"secret12"}}"#,
                [.device(.joinNetwork(.init(ssid: "Home", password: "secret12")))]
            ),
            (
                #"{"sta":{"hostname":"Panda-2_b"}}"#,
                [
                    .awaited(.setHostname("Panda-2_b"), .setHostname)
                ]
            ),
            (
                #"{"sta":{"hostname":""}}"#, [.respond(PandaResponse(.setHostname, isDone: false))]
            ),
            (
                #"{"sta":{"hostname":"a b"}}"#,
                [.respond(PandaResponse(.setHostname, isDone: false))]
            ),
            (
                #"{"sta":{"hostname":"abcdefghijklmnopqrstuvwxyz0123456"}}"#,
                [.respond(PandaResponse(.setHostname, isDone: false))]
            ),
            (
                #"{"ap":{"on":1}}"#,
                [
                    .awaited(.setHotspot(isOn: true), .setHotspot)
                ]
            ),
            (
                #"{"ap":{"ssid":"Warm","password":""}}"#,
                [
                    .awaited(
                        .configureHotspot(ssid: "Warm", password: nil, address: nil),
                        .setHotspot
                    )
                ]
            ),
            (
                #"{"ap":{"ssid":"Warm","password":"12345678"}}"#,
                [
                    .awaited(
                        .configureHotspot(ssid: "Warm", password: "12345678", address: nil),
                        .setHotspot
                    )
                ]
            ),
            (
                #"{"ap":{"ssid":"Warm","password":"1234567"}}"#,
                [.respond(PandaResponse(.setHotspot, isDone: false))]
            ),
            (
                #"{"ap":{"ip":"192.168.254.1"}}"#,
                [.respond(PandaResponse(.setHotspot, isDone: true))]
            ),
            (
                #"{"ap":{"ip":"10.0.0.1"}}"#,
                [
                    .awaited(
                        .configureHotspot(ssid: nil, password: nil, address: "10.0.0.1"),
                        .setHotspotAddress
                    )
                ]
            ),
            (
                #"{"ap":{"ssid":"Warm","password":"","ip":"10.0.0.256"}}"#,
                [.respond(PandaResponse(.setHotspotAddress, isDone: false))]
            ),
            (#"{"printer":{"scan":1}}"#, [.device(.scanPrinters(port: nil))]),
            (#"{"printer":{"disconnect":1}}"#, [.device(.unbindPrinter)]),
            (#"{"query":1}"#, [.dump]),
            (#"{"get_settings":1}"#, [.dump]),
            (#"{"query":1,"get_settings":1}"#, [.dump]),
        ] as [(String, [PandaMessage.Action])]
    )
    func aCommandIsRead(text: String, actions: [PandaMessage.Action]) {
        let message = read(text)
        #expect(message.actions == actions)
        #expect(message.ignored.count == 0)
    }

    @Test func aBambuPrinterIsBoundByAllFourTextsOnly() {
        var binding = DeviceProfile.BambuBinding()
        binding.name = "X1C"
        binding.serial = "00M09"
        binding.address = "192.168.1.9"
        #expect(
            read(
                #"{"printer":{"name":"X1C","sn":"00M09","access_code":"","ip":"192.168.1.9"}}"#
            ).actions == [.device(.bindBambu(binding))]
        )
        for incomplete in [
            #"{"printer":{"name":"X1C","sn":"00M09","ip":"192.168.1.9"}}"#,
            #"{"printer":{"name":"X1C","sn":"00M09","access_code":1234,"ip":"192.168.1.9"}}"#,
            #"{"printer":{"name":"X1C","ip":"192.168.1.9","port":7125}}"#,
        ] {
            let message = read(incomplete)
            #expect(message.actions.isEmpty)
            #expect(message.ignored.count == 1)
        }
    }

    @Test func aKlipperPrinterIsSearchedAndBoundByItsPort() {
        var binding = DeviceProfile.KlipperBinding()
        binding.name = "Voron"
        binding.address = "192.168.1.9"
        binding.port = 7126
        let bind = #"{"printer":{"name":"Voron","ip":"192.168.1.9","port":7126}}"#
        #expect(read(bind, Self.klipper).actions == [.device(.bindKlipper(binding))])
        let scan = #"{"printer":{"scan_port":7130}}"#
        #expect(read(scan, Self.klipper).actions == [.device(.scanPrinters(port: 7130))])
        let plain = #"{"printer":{"scan":1}}"#
        #expect(read(plain, Self.klipper).actions == [.device(.scanPrinters(port: 7125))])
        for wrong in [
            #"{"printer":{"name":"Voron","ip":"192.168.1.9","port":"7126"}}"#,
            #"{"printer":{"name":"Voron","ip":"192.168.1.9","port":65536}}"#,
            #"{"printer":{"scan_port":0}}"#, #"{"printer":{"name":"Voron"}}"#,
        ] {
            #expect(read(wrong, Self.klipper).actions.isEmpty)
            #expect(read(wrong, Self.klipper).ignored.count >= 1)
        }
    }

    @Test func thePrinterKindOfAMessageHoldsForItsPrinterRoot() {
        let message = read(
            #"{"printer":{"name":"V","ip":"10.0.0.9","port":80},"settings":{"printer_type":2}}"#
        )
        #expect(message.actions.count == 3)
        #expect(message.actions.first == .setPrinterKind(.klipper))
    }

    @Test func rootsAreAppliedInTheirOwnOrderWhateverOrderTheyStandIn() {
        let message = read(
            """
            {"printer":{"disconnect":1},"settings":{"work_on":true},"ap":{"on":1},\
            "sta":{"hostname":"a"},"wifi":{"scan":1}}
            """
        )
        #expect(
            message.actions == [
                .device(.scanNetworks),
                .awaited(.setHostname("a"), .setHostname),
                .awaited(.setHotspot(isOn: true), .setHotspot),
                .write(.workOn, 1, .setPower(true)),
                .device(.unbindPrinter),
            ]
        )
    }

    @Test func withinTheSettingsThePowerHasTheLastWord() {
        let message = read(
            """
            {"settings":{"work_on":false,"isrunning":1,"work_mode":3,"filament_drying_mode":3,\
            "filament_timer":6,"filament_temp":50,"set_temp":55}}
            """
        )
        #expect(
            message.actions == [
                .write(.setTemperature, 55, .setTarget(Celsius(55))),
                .write(.customTemperature, 50, .setCustomDryingTarget(Celsius(50))),
                .write(.customHours, 6, .setCustomDryingHours(6)),
                .selectPreset(.custom),
                .write(.workMode, 3, .setMode(.drying)),
                .write(.isRunning, 1, .startDryingInMode),
                .write(.workOn, 0, .setPower(false)),
            ]
        )
    }

    /// Sections 5 and 9: messages of real clients that mean nothing.
    @Test(
        arguments: [
            #"{"settings":{"target_temp":0,"filter_temp":30,"drying_running":false,"ui_action":1}}"#,
            #"{"settings":{"work_on":1}}"#,
            #"{"settings":{"work_mode":0}}"#, #"{"settings":{"reset":0,"factory_reset":0}}"#,
            #"{"wifi":{"scan":0}}"#, #"{"printer":{"scan":0,"disconnect":0}}"#, #"{}"#,
        ]
    )
    func whatRealClientsSendForNothingIsNoNoise(text: String) {
        let message = read(text)
        #expect(message.actions.isEmpty)
        #expect(message.ignored.count == 0)
    }

    /// Everything else is ignored and counted.
    @Test(arguments: MalformedMessages.all)
    func whatIsMalformedAsksForNothingAndIsCounted(text: String) {
        let message = read(text)
        #expect(message.actions.isEmpty)
        #expect(message.ignored.count >= 1)
        #expect(message.ignored.notes.allSatisfy { $0.utf8.count < 300 && !$0.contains("\n") })
    }

    @Test func whatIsUnderstoodIsDoneBesideWhatIsNot() {
        let message = read(
            #"{"junk":1,"settings":{"work_mode":"x","set_temp":55,"foo":[{}]},"wifi":[]}"#
        )
        #expect(message.actions == [.write(.setTemperature, 55, .setTarget(Celsius(55)))])
        #expect(message.ignored.count == 4)
    }

    @Test func aThousandUnknownFieldsAreCountedAndEightNamed() {
        let fields = (0..<1000).map { "\"f\($0)\":1" }.joined(separator: ",")
        let message = read("{\"settings\":{\(fields)}}")
        #expect(message.ignored.count == 1000)
        #expect(message.ignored.notes.count == 8)
    }
}
