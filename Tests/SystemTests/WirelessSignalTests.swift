import System
import Testing

@Suite struct WirelessSignalTests {
    private static let heads = """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22

        """

    @Test(arguments: [
        (" wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0\n", -56),
        ("wlan0: 0000 70 -40 0 0 0 0 0 0 0\nwlan1: 0000 20. -88. 0 0 0 0 0 0 0\n", -40),
        ("wlan0: 0000 0. -256. -256. 0 0 0 0 0 0\n", nil), ("", nil), ("nonsense\n", nil),
    ])
    func theStrongestRadioCounts(lines: String, strength: Int?) {
        #expect(WirelessSignal.strongest(in: Self.heads + lines) == strength)
    }

    @Test func aMachineWithoutTheFileHasNone() {
        #expect(WirelessSignal.strongest(in: "") == nil)
    }
}
