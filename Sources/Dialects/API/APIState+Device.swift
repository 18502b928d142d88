import Chamber
import JSON
package import Surroundings
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
            json.member("route_prefix", profile.klipper.prefix)
            json.member("https", profile.klipper.isEncrypted)
            json.null("serial")
            json.member("has_secret", !profile.klipper.apiKey.isEmpty)
        case .octoPrint: profile.octoPrint.write(to: &json)
        case .prusaLink: profile.prusaLink.write(to: &json)
        case .told:
            json.member("name", profile.toldName)
            json.member("address", "")
            json.null("port")
            json.null("serial")
            json.member("has_secret", false)
        }
        json.member("auto", autoChoice.word)
        json.member("auto_by_file", status.fileAuto != nil)
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

extension DeviceProfile.WebBinding {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("name", name)
        json.member("address", address)
        json.member("port", port)
        json.member("route_prefix", prefix)
        json.member("https", isEncrypted)
        json.null("serial")
        json.member("user", user)
        json.member("has_secret", !secret.isEmpty)
    }
}

extension PrinterReport {
    /// Sets everything that changes all the time to one value.
    mutating func forgetMeasurements() {
        bed = nil
        chamber = nil
        progress = nil
        remaining = nil
    }
}

extension APIState {
    /// The member with versions and updates.
    func writeUpdate(to json: inout JSONWriter) {
        let update = device.status.update
        json.object("update") { json in
            json.member("slot", update.slot)
            json.member("trial", update.isOnTrial)
            json.member("phase", update.phase.rawValue)
            json.member("outcome", update.outcome)
            json.member("trouble", update.isTrouble)
            json.member("offered", update.offered)
            json.array("slots") { list in
                for slot in update.slots {
                    list.object { json in
                        json.member("name", slot.name)
                        json.member("version", slot.version)
                        json.member("running", slot.isRunning)
                        json.member("previous", slot.isPrevious)
                    }
                }
            }
        }
    }
}

/// The network that the device offers, with its password: for our own page and command line, which
/// show it to every client that is let in. The state, events and `/ws` never hold it.
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
