import JSON

/// What Hearth asks Moonraker, as its documentation of the JSON-RPC interface names it.
enum MoonrakerRequest: Equatable, Sendable {
    /// Whether Klipper runs and is ready.
    case serverInfo
    /// Why it is not.
    case printerInfo
    /// Which parts the printer has.
    case objectList
    /// The values of these parts now, and their changes from now on.
    case subscribe(chamber: String?)
    /// Their values now: a Moonraker that answers is alive, and so is Klipper behind it.
    case query(chamber: String?)

    /// The request as it goes out.
    func encoded(id: Int) -> [UInt8] {
        switch self {
        case .serverInfo: JSONRPC.request(id, "server.info")
        case .printerInfo: JSONRPC.request(id, "printer.info")
        case .objectList: JSONRPC.request(id, "printer.objects.list")
        case .subscribe(let chamber):
            JSONRPC.request(id, "printer.objects.subscribe") { Self.write(chamber, to: &$0) }
        case .query(let chamber):
            JSONRPC.request(id, "printer.objects.query") { Self.write(chamber, to: &$0) }
        }
    }

    /// The parts of a printer and the values of each that count here.
    private static let objects: [(name: String, values: [String])] = [
        ("webhooks", ["state", "state_message"]),
        ("print_stats", ["state", "filename"]),
        ("virtual_sdcard", ["progress"]),
        ("extruder", ["temperature", "target"]),
        ("heater_bed", ["temperature", "target"]),
    ]

    private static func write(_ chamber: String?, to json: inout JSONWriter) {
        json.object("objects") { json in
            for (name, values) in objects + (chamber.map { [($0, ["temperature"])] } ?? []) {
                json.array(name) { json in
                    for value in values { json.element(value) }
                }
            }
        }
    }
}
