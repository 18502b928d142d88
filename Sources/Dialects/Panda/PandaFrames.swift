package import Chamber
import JSON
package import Surroundings
import SwitchCore

/// Everything that goes to the clients: one compact object a frame, under 4096 bytes.
package enum PandaFrames {
    /// Clients drop a longer frame (wire contract, section 2).
    package static let longest = 4095

    /// The revision of the wire, which clients compare; not our version.
    static let firmwareVersion = "V1.0.3"
    /// The one whose firmware serves the stock topics too; the only known client of these asks for it.
    private static let firmwareVersionWithTopics = "V1.0.4"

    /// The whole state: the first frame that a client gets.
    package static func dump(_ operation: PandaOperation, _ device: DeviceView) -> [UInt8] {
        JSONWriter.object { json in
            json.object("wifi") { writeStationNetwork(device.status, to: &$0) }
            json.object("sta") { writeStation(device, to: &$0) }
            json.object("ap") { writeHotspot(device.profile, to: &$0) }
            json.object("settings") { json in
                json.member(
                    "fw_version",
                    device.status.servesStockTopics ? firmwareVersionWithTopics : firmwareVersion
                )
                json.member("language", device.profile.language.rawValue)
                operation.write(to: &json)
            }
            json.object("printer") { writePrinter(device, to: &$0) }
        }
    }

    /// The kind of printer, for the client that wrote it: the page shows the other kind's form before.
    static func printerKind(_ kind: DeviceProfile.PrinterKind) -> [UInt8] {
        settings { $0.member("printer_type", kind.onWire) }
    }

    /// A change of the operating settings, all of them.
    package static func operation(_ operation: PandaOperation) -> [UInt8] {
        JSONWriter.object { json in
            json.object("settings") { operation.write(to: &$0) }
        }
    }

    /// The beat that shows clients that the device is alive.
    ///
    /// An unreadable chamber is sent as 0, which the page shows as "<15°C" beside the sensor's
    /// fault; the calibrated values are left out then.
    package static func temperatures(_ snapshot: Snapshot) -> [UInt8] {
        JSONWriter.object { json in
            json.object("settings") { json in
                json.member("warehouse_temper", snapshot.chamber.temperature?.wholeDegrees ?? 0)
                if let chamber = snapshot.chamber.temperature {
                    json.member("cal_warehouse_temp", chamber.degrees, decimals: 1)
                }
                if let element = snapshot.element.temperature {
                    json.member("cal_ptc_temp", element.degrees, decimals: 1)
                }
            }
        }
    }

    /// The faulty sensor; of two the element, as stock does: the page shows one dialog for both.
    package static func sensorFault(_ snapshot: Snapshot) -> [UInt8]? {
        if let number = sensorFault(snapshot.element, [.element], snapshot) {
            return settings { $0.member("ptc_sensor_status", number) }
        }
        let chamber =
            sensorFault(snapshot.chamber, [.chamber, .chamberSecond, nil], snapshot)
            ?? sensorFault(snapshot.chamberSecond, [], snapshot)
        return chamber.map { number in
            settings { $0.member("warehouse_sensor_status", number) }
        }
    }

    /// A latched fault of the heater: the page opens a dialog at it.
    package static let heaterFault = settings { $0.member("ptc_heater_status", 1) }

    /// 1 short circuit, 2 open circuit or any other failure of a sensor; `nil` where the sensor
    /// reads well and no latched fault is about one of `probes`.
    private static func sensorFault(
        _ status: ProbeStatus,
        _ probes: [ProbeName?],
        _ snapshot: Snapshot
    ) -> Int? {
        if status.isFaulty { return status.condition == .shortCircuit ? 1 : 2 }
        // The fault keeps the heat off, so the page continues to show why.
        guard let latch = snapshot.latch, latch.code.rule.isSensorFault,
            probes.contains(latch.probe)
        else { return nil }
        return latch.condition == .shortCircuit ? 1 : 2
    }

    private static func settings(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { $0.object("settings", body) }
    }
}
