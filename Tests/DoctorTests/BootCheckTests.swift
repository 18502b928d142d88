import Boards
import CommandLine
import Doctor
import TestSupport
import Testing

/// What the doctor says of config.txt and of the kernel, on the files of other machines.
@Suite struct BootCheckTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func put(_ path: String, _ text: String) throws {
        try folder.write(path, text)
    }

    private var root: MachineRoot { MachineRoot(folder.path) }

    private func lines(chip: String = "pinctrl-bcm2711") -> BoardLines {
        BoardLines(chip: chip, acceptsPersistentOutputs: false, outputs: [], buttons: [])
    }

    @Test func aCardThatLacksTheLinesIsToldWhich() throws {
        try put("/boot/firmware/config.txt", "dtparam=i2c_arm=on\n")
        let finding = BootCheck.finding(lines(), root)
        #expect(finding?.grade == .warning)
        #expect(finding?.text == "/boot/firmware/config.txt lacks dtparam=strict_gpiod")
        #expect(BootCheck.finding(lines(chip: "gpio-mockup"), root) == nil)
    }

    @Test func aMachineWithoutThatFileIsNotSpokenOf() {
        #expect(BootCheck.finding(lines(), root) == nil)
    }

    @Test func anUpstreamKernelIsOfferedNoLine() throws {
        try put("/boot/firmware/config.txt", "upstream_kernel=1\n")
        let finding = BootCheck.finding(lines(), root)
        #expect(finding?.grade == .ok)
        #expect(finding?.text.hasSuffix("config.txt says upstream_kernel=1") == true)
    }

    @Test func aDeviceTreeWithoutParametersIsOfferedNoLine() throws {
        try put("/boot/firmware/config.txt", "")
        try put("/proc/device-tree/model", "Raspberry Pi 4 Model B")
        #expect(BootCheck.deafness(root) == "this kernel's device tree takes no parameters")
        try put("/proc/device-tree/__overrides__/strict_gpiod", "")
        #expect(BootCheck.deafness(root) == nil)
    }

    @Test func theAdviceAboutOutputsFitsTheKernel() throws {
        try put("/dev/gpiochip0", "")
        try put("/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs", "Y\n")
        try put("/boot/firmware/config.txt", "")
        try put("/boot/firmware/cmdline.txt", "quiet\n")
        let dtparam = LinesCheck.outputs(lines(), root)
        #expect(dtparam?.grade == .failed)
        #expect(dtparam?.advice?.hasPrefix("add dtparam=strict_gpiod") == true)
        try put("/boot/firmware/config.txt", "upstream_kernel=1\n")
        let kernel = LinesCheck.outputs(lines(), root)
        #expect(
            kernel?.advice?.hasPrefix(
                "add pinctrl_bcm2835.persist_gpio_outputs=0 to the one line of "
                    + "/boot/firmware/cmdline.txt"
            ) == true
        )
        try put("/boot/firmware/config.txt", "dtparam=strict_gpiod\n")
        #expect(LinesCheck.outputs(lines(), root)?.advice?.hasPrefix("restart") == true)
    }

    @Test func ofAMachineWithoutAChipNothingIsSaidAboutOutputs() throws {
        #expect(LinesCheck.outputs(lines(), root) == nil)
        try put("/dev/gpiochip0", "")
        #expect(LinesCheck.outputs(lines(), root)?.grade == .ok)
    }
}
