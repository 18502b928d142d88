import Doctor
import Testing

@Suite struct BootConfigurationTests {
    private func missing(_ text: String) -> [String] {
        BootConfiguration(text).missing.map(\.line)
    }

    private static let both = ["dtparam=i2c_arm=on", "dtparam=strict_gpiod"]

    @Test func anEmptyFileLacksBoth() {
        #expect(missing("") == Self.both)
        #expect(missing("# dtparam=i2c_arm=on\n#dtparam=strict_gpiod\n") == Self.both)
    }

    static let complete = [
        "dtparam=i2c_arm=on\ndtparam=strict_gpiod\n",
        "dtparam=i2c=on,strict_gpiod=on",
        "[pi4]\nx=1\n[all]\ndtparam=strict_gpiod,i2c_arm\r\n",
        "dtparam=i2c_arm=off\ndtparam = i2c_arm = on # yes\ndtparam=strict_gpiod",
    ]

    @Test(arguments: complete)
    func whatIsThereIsFound(text: String) {
        #expect(missing(text) == [])
    }

    @Test func aLineForAnotherModelDoesNotCount() {
        #expect(missing("[cm4]\ndtparam=i2c_arm=on\ndtparam=strict_gpiod\n") == Self.both)
    }

    @Test func theLastWordCounts() {
        let text = "dtparam=strict_gpiod\ndtparam=i2c_arm=on\ndtparam=i2c_arm=off\n"
        #expect(missing(text) == ["dtparam=i2c_arm=on"])
    }

    @Test(arguments: ["", "a=1", "a=1\n", "[cm4]\nb=2\n", "[cm4]\nb=2\n[all]\nc=3"])
    func whatIsAddedIsEnough(text: String) {
        let boot = BootConfiguration(text)
        let added = text + boot.addition(for: boot.missing)
        #expect(added.hasPrefix(text))
        #expect(missing(added) == [])
        #expect(BootConfiguration(added).addition(for: BootConfiguration(added).missing) == "")
    }
}
