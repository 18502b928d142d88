import Chamber

/// The names in stock's MQTT messages (`docs/home-assistant.md`, "Stock's topics").
enum StockNames {
    static func mode(_ mode: OperatingMode) -> String {
        switch mode {
        case .auto: "auto mode"
        case .alwaysOn: "power on"
        case .drying: "filament drying"
        }
    }

    static func mode(_ word: String) -> OperatingMode? {
        OperatingMode.allCases.first { mode($0) == word }
    }

    static func flag(_ isOn: Bool) -> String { isOn ? "ON" : "OFF" }

    static func flag(_ word: String) -> Bool? {
        switch word {
        case "ON": true
        case "OFF": false
        default: nil
        }
    }
}
