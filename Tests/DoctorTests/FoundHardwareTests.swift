import CommandLine
import Doctor
import TestSupport
import Testing

@Suite struct FoundHardwareTests {
    private static let models: [(model: String?, chip: String?, board: String?)] = [
        ("Raspberry Pi 4 Model B Rev 1.4", "pinctrl-bcm2711", "raspberry-pi"),
        ("Raspberry Pi Zero 2 W Rev 1.0", "pinctrl-bcm2835", "raspberry-pi"),
        ("Raspberry Pi 5 Model B Rev 1.0", "pinctrl-rp1", "raspberry-pi-5"),
        ("Libre Computer AML-S905X-CC", nil, "libre-potato"),
        ("QEMU", nil, nil),
        (nil, nil, nil),
    ]

    @Test(arguments: models)
    func aModelHasItsChipAndItsBoard(model: String?, chip: String?, board: String?) {
        var found = FoundHardware()
        found.model = model
        #expect(found.chip == chip)
        #expect(found.board == board)
    }

    @Test func theOnlyChipIsTheHeaders() {
        var found = FoundHardware()
        found.chips = ["periphs-banks"]
        #expect(found.chip == "periphs-banks")
        found.chips.append("other")
        #expect(found.chip == nil)
    }

    @Test func anotherMachinesBusesAreNotLookedAt() throws {
        let folder = try TemporaryDirectory()
        try folder.write("/proc/device-tree/model", "Raspberry Pi 5 Model B")
        let found = FoundHardware(MachineRoot(folder.path), readsBuses: true)
        #expect(found.model == "Raspberry Pi 5 Model B")
        #expect(found.buses.isEmpty)
    }
}
