import Chamber
import Surroundings
import SwitchCore

extension OperatingSettings {
    /// Every value other than the factory's.
    static var unusual: OperatingSettings {
        var settings = OperatingSettings()
        settings.mode = .drying
        settings.target = Celsius(47.5)
        settings.fanBedThreshold = Celsius(41)
        settings.heatBedThreshold = Celsius(95)
        settings.dryingPreset = .petg
        settings.customDryingTarget = Celsius(52)
        settings.customDryingHours = 7
        settings.band = TemperatureDelta(1.25)
        settings.guards.probeTolerance = TemperatureDelta(0.5)
        settings.guards.probeTimeout = .seconds(20)
        settings.guards.runawayDelta = TemperatureDelta(1.5)
        settings.guards.longestFullPower = .minutes(7)
        settings.guards.stuckRelayDelta = TemperatureDelta(0.25)
        settings.guards.stuckRelayWindow = .seconds(90)
        settings.volume = 7
        settings.brightness = 0
        return settings
    }
}

extension ProbeOffsets {
    static var unusual: ProbeOffsets {
        var offsets = ProbeOffsets()
        offsets.chamber = TemperatureDelta(-1.25)
        offsets.chamberSecond = TemperatureDelta(4.5)
        offsets.element = TemperatureDelta(0.1)
        return offsets
    }
}

extension DeviceProfile {
    /// Every value other than the factory's, with realistic values.
    static var unusual: DeviceProfile {
        var profile = DeviceProfile()
        profile.language = .chinese
        profile.hostname = "kammer-3"
        profile.station = Network(
            ssid: "Müller's Netz \u{1F525}",
            password: "pa'ss\"; DROP TABLE latch"
        )
        profile.isHotspotOn = true
        profile.hotspot = Network(ssid: "Ofen", password: "correct horse")
        profile.hotspotAddress = "10.1.2.3"
        profile.printerKind = .klipper
        profile.bambu.name = "X1"
        profile.bambu.serial = "00M09A123456789"
        profile.bambu.accessCode = "12345678"
        profile.bambu.address = "192.168.1.20"
        profile.bambu.port = 8884
        profile.bambu.username = "someone"
        profile.bambu.certificate = String(repeating: "0f", count: 32)
        profile.bambu.codeHasWorked = true
        profile.klipper.name = "Voron"
        profile.klipper.address = "voron.local"
        profile.klipper.port = 7126
        profile.klipper.prefix = "/printer1"
        profile.klipper.isEncrypted = true
        profile.klipper.apiKey = "0123456789abcdef0123456789abcdef"
        profile.octoPrint = web("octopi", user: "nobody")
        profile.prusaLink = web("MK4 \u{1F525}", user: "maker")
        profile.toldName = "Rat's \"own\""
        profile.autoChoice = .bedOnly
        profile.identity = "0123456789ab"
        profile.displayName = "Kammer 3"
        profile.unit = .fahrenheit
        profile.presets = []
        return profile
    }

    private static func web(_ name: String, user: String) -> WebBinding {
        var binding = WebBinding()
        binding.name = name
        binding.address = "fe80::1"
        binding.port = 65_535
        binding.prefix = "/octoprint"
        binding.isEncrypted = true
        binding.user = user
        binding.secret = "pa ss'\"\\;\u{00e9}"
        return binding
    }
}

extension FaultRecord {
    /// A fault with every field in use.
    static func sample(_ number: FaultNumber, _ code: FaultCode = .overTemperature) -> FaultRecord {
        FaultRecord(
            number: number,
            code: code,
            at: StoreBench.start,
            probe: .element,
            condition: .implausible,
            value: 105.3,
            limit: 105,
            chamber: Celsius(61.25),
            element: Celsius(105.3),
            duty: Duty(0.75)
        )
    }
}
