import Chamber
import Testing

@Suite struct NearestWordTests {
    private static let distances: [(String, String, Int)] = [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("auto", "auto", 0), ("auto", "aut", 1),
        ("auto", "autos", 1), ("auto", "auro", 1), ("auto", "atuo", 1), ("taget", "target", 1),
        ("kitten", "sitting", 3), ("on", "off", 2), ("über", "uber", 1),
    ]

    @Test(arguments: distances.indices)
    func changesAreCounted(row: Int) {
        let (first, second, distance) = Self.distances[row]
        #expect(first.editDistance(to: second) == distance)
        #expect(second.editDistance(to: first) == distance)
    }

    private static let words = ["target", "mode", "dry", "door", "fault", "end"]

    private static let guesses: [(String, String?)] = [
        ("target", "target"), ("tagret", "target"), ("trgt", nil), ("mod", "mode"),
        ("dor", "door"), ("dray", "dry"), ("falt", "fault"), ("ned", "end"), ("e", nil),
        ("temperature", nil), ("", nil),
    ]

    @Test(arguments: guesses.indices)
    func aMistypedWordFindsItsNeighbour(row: Int) {
        let (typed, expected) = Self.guesses[row]
        #expect(typed.nearest(among: Self.words) == expected, "\(typed)")
    }

    @Test func amongEquallyNearTheFirstWins() {
        #expect("ban".nearest(among: ["can", "bat"]) == "can")
        #expect("ban".nearest(among: [String]()) == nil)
    }

    @Test func aLongWordMayHaveMoreMistakes() {
        #expect("probe_singel_falure".nearest(among: ["probe_single_failure"]) != nil)
    }
}
