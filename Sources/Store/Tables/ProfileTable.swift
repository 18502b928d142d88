import Chamber
import Surroundings

/// The table `profile`: names, networks and printers, with their passwords.
enum ProfileTable {
    private static let name = "profile"

    /// The profile, each value checked, and what was wrong.
    static func read(
        from database: Database
    ) throws(StoreError) -> (profile: DeviceProfile, notes: [String]) {
        var values = try NamedValues(name, in: database)
        var profile = DeviceProfile()
        profile.identity = values.text("identity", default: "")
        profile.language = values.choice("language", default: profile.language)
        profile.unit = values.choice("unit", default: profile.unit)
        let presets = values.text(
            "presets",
            longest: 2048,
            default: FilamentPreset.text(of: profile.presets)
        )
        profile.presets = FilamentPreset.presets(in: presets) ?? profile.presets
        profile.hostname = values.text("hostname", default: profile.hostname)
        profile.displayName = values.text("display_name", default: profile.displayName)
        profile.station.ssid = values.text("station_ssid", default: "")
        profile.station.password = values.text("station_password", default: "")
        profile.isHotspotOn = values.flag("hotspot_on", default: profile.isHotspotOn)
        profile.hotspot.ssid = values.text("hotspot_ssid", default: profile.hotspot.ssid)
        profile.hotspot.password = values.text("hotspot_password", default: "")
        profile.hotspotAddress = values.text("hotspot_address", default: profile.hotspotAddress)
        profile.printerKind = values.choice("printer_kind", default: profile.printerKind)
        let auto = values.text("auto", default: "")
        profile.autoChoice = AutoChoice.offered.first { $0.word == auto }
        profile.bambu.name = values.text("bambu_name", default: "")
        profile.bambu.serial = values.text("bambu_serial", default: "")
        profile.bambu.accessCode = values.text("bambu_access_code", default: "")
        profile.bambu.address = values.text("bambu_address", default: "")
        profile.bambu.port = values.port("bambu_port", default: profile.bambu.port)
        profile.bambu.username = values.text("bambu_username", default: profile.bambu.username)
        profile.bambu.certificate = values.text("bambu_certificate", default: "")
        // Stored before this was: a certificate is kept once a code has worked.
        profile.bambu.codeHasWorked = values.flag(
            "bambu_code_has_worked",
            default: !profile.bambu.certificate.isEmpty
        )
        profile.klipper.name = values.text("klipper_name", default: "")
        profile.klipper.address = values.text("klipper_address", default: "")
        profile.klipper.port = values.port("klipper_port", default: profile.klipper.port)
        profile.klipper.prefix = values.text("klipper_prefix", default: "")
        profile.klipper.isEncrypted = values.flag("klipper_encrypted", default: false)
        profile.klipper.apiKey = values.text("klipper_api_key", default: "")
        profile.octoPrint = web("octoprint", &values)
        profile.prusaLink = web("prusalink", &values)
        profile.toldName = values.text("told_name", default: "")
        return (profile, values.notes)
    }

    /// Writes all of the profile. Belongs in a transaction.
    static func write(_ profile: DeviceProfile, to database: Database) throws(StoreError) {
        let values: [(name: String, value: SQLValue)] = [
            ("identity", .text(profile.identity)),
            ("language", .text(profile.language.word)),
            ("unit", .text(profile.unit.word)),
            ("presets", .text(FilamentPreset.text(of: profile.presets))),
            ("hostname", .text(profile.hostname)),
            ("display_name", .text(profile.displayName)),
            ("station_ssid", .text(profile.station.ssid)),
            ("station_password", .text(profile.station.password)),
            ("hotspot_on", .integer(profile.isHotspotOn ? 1 : 0)),
            ("hotspot_ssid", .text(profile.hotspot.ssid)),
            ("hotspot_password", .text(profile.hotspot.password)),
            ("hotspot_address", .text(profile.hotspotAddress)),
            ("printer_kind", .text(profile.printerKind.word)),
            ("auto", .text(profile.autoChoice?.word ?? "")),
            ("bambu_name", .text(profile.bambu.name)),
            ("bambu_serial", .text(profile.bambu.serial)),
            ("bambu_access_code", .text(profile.bambu.accessCode)),
            ("bambu_address", .text(profile.bambu.address)),
            ("bambu_port", .integer(Int64(profile.bambu.port))),
            ("bambu_username", .text(profile.bambu.username)),
            ("bambu_certificate", .text(profile.bambu.certificate)),
            ("bambu_code_has_worked", .integer(profile.bambu.codeHasWorked ? 1 : 0)),
            ("klipper_name", .text(profile.klipper.name)),
            ("klipper_address", .text(profile.klipper.address)),
            ("klipper_port", .integer(Int64(profile.klipper.port))),
            ("klipper_prefix", .text(profile.klipper.prefix)),
            ("klipper_encrypted", .integer(profile.klipper.isEncrypted ? 1 : 0)),
            ("klipper_api_key", .text(profile.klipper.apiKey)),
            ("told_name", .text(profile.toldName)),
        ]
        try NamedValues.write(
            values + web("octoprint", profile.octoPrint) + web("prusalink", profile.prusaLink),
            to: name,
            in: database
        )
    }

    private static func web(
        _ kind: String,
        _ values: inout NamedValues
    ) -> DeviceProfile.WebBinding {
        var binding = DeviceProfile.WebBinding()
        binding.name = values.text("\(kind)_name", default: "")
        binding.address = values.text("\(kind)_address", default: "")
        binding.port = values.port("\(kind)_port", default: binding.port)
        binding.prefix = values.text("\(kind)_prefix", default: "")
        binding.isEncrypted = values.flag("\(kind)_encrypted", default: false)
        binding.user = values.text("\(kind)_user", default: "")
        binding.secret = values.text("\(kind)_secret", default: "")
        return binding
    }

    private static func web(
        _ kind: String,
        _ binding: DeviceProfile.WebBinding
    ) -> [(name: String, value: SQLValue)] {
        [
            ("\(kind)_name", .text(binding.name)),
            ("\(kind)_address", .text(binding.address)),
            ("\(kind)_port", .integer(Int64(binding.port))),
            ("\(kind)_prefix", .text(binding.prefix)),
            ("\(kind)_encrypted", .integer(binding.isEncrypted ? 1 : 0)),
            ("\(kind)_user", .text(binding.user)),
            ("\(kind)_secret", .text(binding.secret)),
        ]
    }
}
