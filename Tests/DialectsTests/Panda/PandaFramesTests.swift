import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

/// Sections 3, 4, 6 and 8 of the wire contract: outgoing frames, to the byte.
@Suite struct PandaFramesTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private static var snapshot: Snapshot {
        var snapshot = Snapshot()
        snapshot.drying.remaining = .hours(12)
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(25.34))
        snapshot.element = ProbeStatus(condition: .good, temperature: Celsius(88.96))
        return snapshot
    }

    private func operation(
        _ kind: DeviceProfile.PrinterKind = .bambu,
        _ change: (inout Snapshot) -> Void = { _ in }
    ) -> PandaOperation {
        var snapshot = Self.snapshot
        change(&snapshot)
        return PandaOperation(snapshot, printerKind: kind)
    }

    @Test func theDumpOfAFreshDeviceIsThis() {
        #expect(
            text(PandaFrames.dump(operation(), DeviceView()))
                == """
                {"wifi":{"ssid":"Wired","password":"","scan":0},\
                "sta":{"hostname":"PandaBreath","ip":"127.0.0.1","state":3,"auth_err_reason":0},\
                "ap":{"ssid":"Hearth","password":"","ip":"192.168.254.1","on":0},\
                "settings":{"fw_version":"V1.0.3","language":"en","printer_type":1,"work_on":0,\
                "work_mode":1,"set_temp":60,"temp":60,"filtertemp":30,"hotbedtemp":80,\
                "custom_temp":60,"custom_timer":12,"isrunning":0,"remaining_seconds":43200},\
                "printer":{"name":"","sn":"","access_code":"","ip":"","state":0,"scan":0,\
                "list":[]}}
                """
        )
    }

    @Test func withTheStockTopicsTheDumpNamesTheFirmwareThatHasThem() {
        var device = DeviceView()
        device.status.servesStockTopics = true
        #expect(text(PandaFrames.dump(operation(), device)).contains(#""fw_version":"V1.0.4""#))
    }

    @Test func inKlipperModeTheDumpHoldsHostAndPort() {
        var device = DeviceView()
        device.profile.printerKind = .klipper
        device.profile.klipper.name = "Voron"
        device.profile.klipper.address = "192.168.1.9"
        device.status.printerLink = .failed
        #expect(
            text(PandaFrames.dump(operation(.klipper), device)).hasSuffix(
                """
                "printer":{"name":"Voron","host":"192.168.1.9","port":7125,"state":4,"scan":0,\
                "list":[]}}
                """
            )
        )
    }

    @Test func aPushHoldsAllOperatingSettingsWithTheRunBeforeItsCountdown() {
        let operation = operation {
            $0.settings.isOn = true
            $0.settings.mode = .drying
            $0.settings.target = Celsius(54.6)
            $0.drying.isRunning = true
            $0.drying.remaining = .milliseconds(3_599_200)
        }
        #expect(
            text(PandaFrames.operation(operation))
                == """
                {"settings":{"printer_type":1,"work_on":1,"work_mode":3,"set_temp":55,"temp":55,\
                "filtertemp":30,"hotbedtemp":80,"custom_temp":60,"custom_timer":12,"isrunning":1,\
                "remaining_seconds":3600}}
                """
        )
    }

    @Test func theTemperaturesAreAWholeNumberAndTwoCalibratedOnes() {
        #expect(
            text(PandaFrames.temperatures(Self.snapshot))
                == """
                {"settings":{"warehouse_temper":25,"cal_warehouse_temp":25.3,"cal_ptc_temp":89.0}}
                """
        )
        var blind = Self.snapshot
        blind.chamber = ProbeStatus(condition: .openCircuit)
        blind.element = .absent
        #expect(text(PandaFrames.temperatures(blind)) == #"{"settings":{"warehouse_temper":0}}"#)
    }

    @Test func theHeatersFaultIsThis() {
        #expect(text(PandaFrames.heaterFault) == #"{"settings":{"ptc_heater_status":1}}"#)
    }

    @Test(
        arguments: [
            (.setHostname, true, #"{"response":{"type":"set_hostname","ok":1}}"#),
            (.setHotspot, false, #"{"response":{"type":"set_ap","ok":0}}"#),
            (.setHotspotAddress, true, #"{"response":{"type":"set_hotspot_ip","ok":1}}"#),
            (.factoryReset, true, #"{"response":{"type":"factory_reset","ok":1}}"#),
            (.firmwareUpdate, false, #"{"response":{"type":"ota_fw","ok":0}}"#),
            (.unknownUpdate, false, #"{"response":{"type":"ota_unknown","ok":0}}"#),
            (.printerKind, true, #"{"response":{"type":"printer_type","ok":1}}"#),
        ] as [(PandaResponse.Kind, Bool, String)]
    )
    func aResponseIsAFrameOfItsOwn(kind: PandaResponse.Kind, isDone: Bool, frame: String) {
        #expect(text(PandaResponse(kind, isDone: isDone).encoded()) == frame)
    }

    /// A change around the controller and the frame that reports it.
    struct Change: Sendable {
        let frame: String?
        let make: @Sendable (inout DeviceView) -> Void

        init(_ frame: String?, _ make: @escaping @Sendable (inout DeviceView) -> Void) {
            self.frame = frame
            self.make = make
        }
    }

    // Not in the macro's arguments: Swift 6.0 crashes at closures there.
    private static let changes: [Change] = [
        Change(nil) { _ in },
        Change(#"{"sta":{"state":4,"auth_err_reason":0}}"#) {
            $0.status.stationState = .reconnecting
        },
        Change(#"{"sta":{"ip":"10.0.0.7"}}"#) { $0.status.address = "10.0.0.7" },
        Change(#"{"ap":{"on":1}}"#) { $0.profile.isHotspotOn = true },
        Change(#"{"settings":{"language":"zh"}}"#) { $0.profile.language = .chinese },
        Change(#"{"wifi":{"scan":1}}"#) { $0.status.networkScan = .running },
        Change(#"{"wifi":{"scan":2,"list":[]}}"#) { $0.status.networkScan = .done },
        Change(#"{"printer":{"scan":1}}"#) { $0.status.printerScan = .running },
        Change(#"{"printer":{"scan":2,"list":[]}}"#) { $0.status.printerScan = .done },
        Change(#"{"printer":{"state":2}}"#) { $0.status.printerLink = .connecting },
        // Without a list, which makes the page clear its fields, and without an unchanged state.
        Change(#"{"printer":{"name":"X1","sn":"","access_code":"","ip":""}}"#) {
            $0.profile.bambu.name = "X1"
            $0.profile.bambu.accessCode = "hidden"
        },
        Change(#"{"printer":{"name":"","sn":"01","access_code":"","ip":"h","state":2}}"#) {
            $0.profile.bambu.serial = "01"
            $0.profile.bambu.address = "h"
            $0.status.printerLink = .connecting
        },
        // A command line would take a state for the answer to the binding that it sends next.
        // The end of a binding is told also where it is what the state was before.
        Change(#"{"printer":{"name":"","host":"h","port":7125,"state":4}}"#) {
            $0.profile.printerKind = .klipper
            $0.profile.klipper.address = "h"
            $0.status.printerLink = .failed
        },
        Change(nil) { $0.profile.bambu.certificate = "ab" },
        Change(nil) { $0.profile.hotspot.password = "hidden" },
        Change(#"{"wifi":{"scan":1},"ap":{"on":1},"printer":{"state":3}}"#) {
            $0.status.networkScan = .running
            $0.status.printerLink = .connected
            $0.profile.isHotspotOn = true
        },
    ]

    @Test(arguments: changes)
    func aChangeAroundTheControllerIsToldInOneFrame(change: Change) {
        var new = DeviceView()
        change.make(&new)
        #expect(PandaFrames.changes(from: DeviceView(), to: new).map(text) == change.frame)
    }

    /// Trap 5.
    @Test func namesThatBreakThePageAreLeftOutOfLists() {
        var device = DeviceView()
        device.status.networkScan = .done
        device.status.foundNetworks = ["a\"b", "c\\d", "", "ok", "e\u{1}f", "grün"]
        var good = DeviceStatus.FoundPrinter()
        good.name = "X1"
        good.serial = "01P"
        good.address = "10.0.0.9"
        var bad = good
        bad.serial = "0\"1"
        device.status.printerScan = .done
        device.status.foundPrinters = [bad, good]
        #expect(
            PandaFrames.changes(from: DeviceView(), to: device).map(text)
                == """
                {"wifi":{"scan":2,"list":[{"ssid":"ok"},{"ssid":"grün"}]},\
                "printer":{"scan":2,"list":[{"name":"X1","sn":"01P","access_code":"",\
                "ip":"10.0.0.9"}]}}
                """
        )
    }

    @Test func klipperPrintersAreListedByAddressAndPort() {
        var device = DeviceView()
        device.profile.printerKind = .klipper
        let before = device
        var printer = DeviceStatus.FoundPrinter()
        printer.name = "Voron"
        printer.address = "10.0.0.9"
        printer.port = 7125
        device.status.printerScan = .done
        device.status.foundPrinters = [printer]
        #expect(
            PandaFrames.changes(from: before, to: device).map(text)
                == """
                {"printer":{"scan":2,"list":[{"sn":"10.0.0.97125","name":"Voron","ip":"10.0.0.9",\
                "port":7125}]}}
                """
        )
    }

    @Test(arguments: DeviceProfile.PrinterKind.allCases)
    func noFrameIsLongerThanClientsTakeWhateverIsInIt(kind: DeviceProfile.PrinterKind) throws {
        let long = String(repeating: "🔥", count: 500)
        var device = DeviceView()
        device.profile.printerKind = kind
        device.profile.hostname = long
        device.profile.hotspot.ssid = long
        device.profile.hotspotAddress = long
        device.profile.bambu.name = long
        device.profile.bambu.serial = long
        device.profile.bambu.address = long
        device.profile.klipper.name = long
        device.profile.klipper.address = long
        device.profile.klipper.port = .max
        device.status.address = long
        device.status.networkName = long
        device.status.stationError = .max
        device.status.printerLink = .failed
        device.status.networkScan = .done
        device.status.foundNetworks = (0..<40).map { "\($0)" + String(repeating: "n", count: 30) }
        device.status.printerScan = .done
        device.status.foundPrinters = (0..<40).map { number in
            var printer = DeviceStatus.FoundPrinter()
            printer.name = String(repeating: "p", count: number)
            printer.serial = "serial\(number)"
            printer.address = "10.0.0.\(number)"
            return printer
        }
        let dump = PandaFrames.dump(operation(kind), device)
        #expect(dump.count <= PandaFrames.longest)
        let push = try #require(PandaFrames.changes(from: DeviceView(), to: device))
        #expect(push.count <= PandaFrames.longest)
        let wifi = try JSONValue(parsing: dump).object?["wifi"]?.object
        guard case .array(let list)? = wifi?["list"] else {
            Issue.record("no list of networks")
            return
        }
        #expect(list.count == 20)
    }

    @Test func noSecretLeavesInAnyFrame() {
        var device = DeviceView()
        device.profile.station.password = "SECRET1"
        device.profile.hotspot.password = "SECRET2"
        device.profile.bambu.accessCode = "SECRET3"
        device.status.printerLink = .connected
        let dump = PandaFrames.dump(operation(), device)
        let frames = [dump, PandaFrames.changes(from: DeviceView(), to: device) ?? []]
        #expect(frames.allSatisfy { !text($0).contains("SECRET") })
    }

    /// Section 6: an empty name sends the user to the set-up wizard.
    @Test func theNetworkHasANameAlways() {
        var device = DeviceView()
        device.status.networkName = ""
        #expect(text(PandaFrames.dump(operation(), device)).contains(#""wifi":{"ssid":"Wired""#))
    }
}
