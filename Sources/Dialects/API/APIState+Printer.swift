import Chamber
import JSON
import Surroundings
import SwitchCore

extension DeviceView {
    /// The members that describe the printer; no secret among them.
    func writePrinter(to json: inout JSONWriter) {
        json.member("kind", profile.printerKind.word)
        switch profile.printerKind {
        case .bambu:
            json.member("name", profile.bambu.name)
            json.member("address", profile.bambu.address)
            json.member("port", profile.bambu.port)
            json.member("serial", profile.bambu.serial)
            json.member("has_secret", !profile.bambu.accessCode.isEmpty)
        case .klipper:
            json.member("name", profile.klipper.name)
            json.member("address", profile.klipper.address)
            json.member("port", profile.klipper.port)
            json.null("serial")
            json.member("has_secret", !profile.klipper.apiKey.isEmpty)
        }
        json.member("state", printerState)
        json.member("link", status.printerLink.word)
        json.member("trouble", status.printerTrouble)
        writeReport(to: &json)
        json.member("scan", status.printerScan.word)
        json.array("found") { list in
            for printer in status.foundPrinters {
                list.object { json in
                    json.member("name", printer.name)
                    json.member("serial", printer.serial)
                    json.member("address", printer.address)
                    json.member("port", printer.port)
                }
            }
        }
    }

    private func writeReport(to json: inout JSONWriter) {
        guard let report = status.printer else { return json.null("report") }
        json.object("report") { json in
            json.member("activity", report.activity)
            json.member("file", report.file)
            json.member("progress", report.progress, decimals: 3)
            json.member("remaining_s", report.remaining?.inSeconds, decimals: 0)
            json.member("bed_target_c", report.bedTarget?.degrees, decimals: 1)
            json.member("bed_c", report.bed?.degrees, decimals: 1)
            json.member("chamber_c", report.chamber?.degrees, decimals: 1)
            json.member("filament", report.filament)
            json.member("age_s", status.printerAge.inSeconds, decimals: 1)
        }
    }
}

extension PrinterReport {
    /// Sets what changes all the time to one value.
    mutating func forgetMeasurements() {
        bed = nil
        chamber = nil
        progress = nil
        remaining = nil
    }
}
