import Printers
import Surroundings
import SwitchCore
import Testing

/// A printer that no longer answers at its address.
@Suite struct LostPrinterTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func klipper(key: String = "") -> PrinterBinding {
        var binding = DeviceProfile.KlipperBinding()
        (binding.name, binding.address, binding.apiKey) = ("voron", "192.0.2.7", key)
        return .klipper(binding)
    }

    private var bambu: PrinterBinding {
        var binding = DeviceProfile.BambuBinding()
        (binding.serial, binding.address) = ("01p00a1", "192.0.2.7")
        return .bambu(binding)
    }

    private func found(_ name: String, _ serial: String, at address: String)
        -> DeviceStatus.FoundPrinter
    {
        var printer = DeviceStatus.FoundPrinter()
        (printer.name, printer.serial, printer.address) = (name, serial, address)
        return printer
    }

    private func lost(_ binding: PrinterBinding) -> LostPrinter {
        var lost = LostPrinter(binding)
        lost.receive(.wrongAddress, at: start)
        return lost
    }

    @Test func aMinuteWithoutAnAnswerIsASearchAndThenEveryFive() {
        var lost = lost(bambu)
        #expect(lost.deadline == start.advanced(by: .seconds(60)))
        var isDue = lost.takesSearch(at: start.advanced(by: .milliseconds(59_999)))
        #expect(!isDue)
        isDue = lost.takesSearch(at: start.advanced(by: .seconds(60)))
        #expect(isDue)
        #expect(lost.deadline == start.advanced(by: .seconds(360)))
        lost.receive(.wrongAddress, at: start.advanced(by: .seconds(61)))
        isDue = lost.takesSearch(at: start.advanced(by: .seconds(61)))
        #expect(!isDue)
    }

    @Test(arguments: [PrinterLinkState.connected, .wrongAccess, .failed, .wrongSerial, .unbound])
    func aPrinterThatAnswersIsNotLookedFor(state: PrinterLinkState) {
        var lost = lost(bambu)
        lost.receive(state, at: start)
        #expect(lost.deadline == .distantFuture)
        let outcome = lost.judge([found("", "01P00A1", at: "192.0.2.9")])
        #expect(outcome == nil)
    }

    @Test func aBambuPrinterIsFoundByItsSerialNumber() {
        var lost = lost(bambu)
        let others = [found("P1S", "01P00A2", at: "192.0.2.8")]
        var outcome = lost.judge(others + [found("P1S", "01P00A1", at: "192.0.2.9")])
        #expect(outcome == .moved(.movedBambu(serial: "01p00a1", address: "192.0.2.9")))
        outcome = lost.judge(others)
        #expect(outcome == nil)
        outcome = lost.judge([found("P1S", "01P00A1", at: "192.0.2.7")])
        #expect(outcome == nil, "it is where it was")
    }

    @Test func aKlipperPrinterIsFoundByItsNameIfOneAloneHasIt() {
        var lost = lost(klipper())
        let one = found("voron", "", at: "192.0.2.9")
        var outcome = lost.judge([one])
        #expect(outcome == .moved(.movedKlipper(from: "192.0.2.7", to: "192.0.2.9")))
        outcome = lost.judge([one, found("voron", "", at: "192.0.2.10")])
        #expect(outcome == nil)
    }

    @Test func aKeyGoesToNoOtherAddress() {
        var lost = lost(klipper(key: "secret"))
        let one = found("voron", "", at: "192.0.2.9")
        var outcome = lost.judge([one])
        #expect(outcome == .named("voron", address: "192.0.2.9"))
        outcome = lost.judge([one])
        #expect(outcome == nil, "it is said once")
    }

    @Test func whatCannotBeSearchedIsNot() {
        var lost = lost(.told(name: "Rat"))
        let isDue = lost.takesSearch(at: start.advanced(by: .seconds(600)))
        #expect(!isDue)
    }
}
