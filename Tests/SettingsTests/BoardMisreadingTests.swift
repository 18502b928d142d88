import Boards
import Settings
import TestSupport
import Testing

/// Files that say the right thing in the wrong way: the words name what was probably meant.
@Suite struct BoardMisreadingTests {
    /// Whole files, each with a mistake in a section's head and one below it.
    private static let heads: [(head: String, first: String)] = [
        ("[heatr]", "my.conf:8: [heatr]: this section is unknown; did you mean [heater]?"),
        (
            "[heater",
            "my.conf:8: \"[heater\" is not a section's head; write [name] alone on its line, "
                + "for instance [heater]"
        ),
        (
            "[[heater]]",
            "my.conf:8: \"[[heater]]\" is not a section's head; write [name] alone on its line, "
                + "for instance [heater]"
        ),
    ]

    @Test(arguments: heads)
    func whatStandsBelowAMistypedHeadIsCheckedAtOnce(head: String, first: String) {
        let text = BoardText.shortest.replacing("[heater]", with: head)
            .replacing("power_w: 300", with: "power_w: three")
        #expect(
            BoardText.mistakes(text)
                == first + "\nmy.conf:9: [heater] power_w: \"three\" is not a number; "
                + "give watts between 10 and 3000"
        )
    }

    @Test func aSectionThatIsThereIsNotReadFromAMistypedOne() {
        let mistakes = BoardText.mistakes(BoardText.shortest + "\n[heatr]\npower_w: three")
        #expect(mistakes == "my.conf:10: [heatr]: this section is unknown; did you mean [heater]?")
    }

    private static let quoted = [
        "power_w: \"300\"", "power_w: '300'", "power_w: “300”",
    ]

    @Test(arguments: quoted)
    func aValueInQuotesIsToBeWrittenWithoutThem(line: String) {
        let text = BoardText.shortest.replacing("power_w: 300", with: line)
        let value = String(line.dropFirst("power_w: ".count))
        #expect(
            BoardText.mistakes(text)
                == "my.conf:9: [heater] power_w: \(value) stands in quotes; write it without them: 300"
        )
    }

    private static let coefficients: [(text: String, message: String)] = [
        (
            // The curve of a 10 kΩ thermistor in its data sheet's coefficients.
            "0.001129148, 0.000234125, 0.0000000876741",
            "write what they say: 25 10000, 60 2487, 105 587.1"
        ),
        (
            "0.1, 0.2, 0.3",
            "give °C and ohms, three times, from the data sheet; for instance: "
                + "25 100000, 60 24700, 105 5700"
        ),
    ]

    @Test(arguments: coefficients)
    func coefficientsOfSteinhartAndHartAreNamedAsSuch(text: String, message: String) {
        let probe = "[probe element]\nchannel: 1\nsteinhart_hart: \(text)\nseries_ohms: 4700"
        let words = BoardText.mistakes(BoardText.shortest + "\n" + probe)
        #expect(words.contains("gives the coefficients A, B and C, and three points are needed"))
        #expect(words.hasSuffix("; " + message))
    }
}
