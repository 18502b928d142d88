import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

struct APIPrinterTests {
    private func printer(of device: DeviceView) throws -> JSONObject {
        let state = APIState(snapshot: Snapshot(), device: device, version: "1")
        let object = try JSONValue(parsing: state.encoded()).object
        return try #require(object?["device"]?.object?["printer"]?.object)
    }

    private var bound: DeviceView {
        var device = DeviceView()
        device.profile.printerKind = .klipper
        (device.profile.klipper.name, device.profile.klipper.address) = ("Voron", "192.0.2.7")
        device.profile.klipper.apiKey = "SECRET"
        device.status.printerLink = .connected
        return device
    }

    @Test func showsWhatThePrinterSaysAndHowOldThatIs() throws {
        var device = bound
        var report = PrinterReport()
        (report.activity, report.file, report.progress) = ("printing", "benchy.gcode", 0.25)
        (report.bedTarget, report.remaining) = (Celsius(100), .seconds(90))
        device.status.printer = report
        device.status.printerAge = .milliseconds(1_500)
        let shown = try printer(of: device)
        #expect(shown["link"]?.string == "connected")
        #expect(shown["port"]?.wholeNumber == 7125)
        #expect(shown["has_secret"]?.bool == true)
        let said = try #require(shown["report"]?.object)
        #expect(said["activity"]?.string == "printing")
        #expect(said["file"]?.string == "benchy.gcode")
        #expect(said["bed_target_c"]?.number == 100)
        #expect(said["remaining_s"]?.number == 90)
        #expect(said["age_s"]?.number == 1.5)
        #expect(said["bed_c"] == .null)
    }

    @Test func showsTroubleAndFindingsAndNoSecret() throws {
        var device = bound
        (device.status.printerLink, device.status.printerTrouble) = (.wrongAccess, "Who asks?")
        var found = DeviceStatus.FoundPrinter()
        (found.name, found.address, found.port) = ("voron", "192.0.2.7", 7125)
        device.status.foundPrinters = [found]
        let shown = try printer(of: device)
        #expect(shown["link"]?.string == "wrong_access")
        #expect(shown["trouble"]?.string == "Who asks?")
        #expect(shown["report"] == .null)
        guard case .array(let list) = shown["found"] else {
            Issue.record("no list")
            return
        }
        #expect(list.first?.object?["address"]?.string == "192.0.2.7")
        let state = APIState(snapshot: Snapshot(), device: device, version: "1")
        #expect(!String(decoding: state.encoded(), as: UTF8.self).contains("SECRET"))
    }

    @Test func measurementsOfThePrinterAreNoChangeWorthTelling() {
        var device = bound
        device.status.printer = PrinterReport()
        let before = APIState(snapshot: Snapshot(), device: device, version: "1")
        device.status.printer?.bed = Celsius(50)
        device.status.printer?.progress = 0.5
        device.status.printerAge = .seconds(3)
        var after = APIState(snapshot: Snapshot(), device: device, version: "1")
        #expect(!after.differsInMoreThanMeasurements(from: before))
        after.device.status.printer?.activity = "printing"
        #expect(after.differsInMoreThanMeasurements(from: before))
    }
}
