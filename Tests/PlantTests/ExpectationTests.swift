import Chamber
import Plant
import Testing

/// What a scenario expects, met and missed.
@Suite struct ExpectationTests {
    /// Each has its probe fail at 60 s, which latches with the eighth bad sample.
    private static let faulty = "0s mode on\n60s fault chamber_open\n"

    private func reasons(_ text: String) throws -> [String] {
        try NominalBoard.run(text).missed.map { "\($0.line): \($0.reason)" }
    }

    private static let met = [
        faulty + "60s expect fault probe_single_failure within 3s",
        faulty + "60s expect fault safety.probe_single_failure within 3s",
        faulty + "61s expect fault probe_single_failure within 3s\n65s end",
        faulty + "60s expect fault probe_single_failure within 3s\n70s expect no_fault",
        faulty + "60s expect off within 3s",
        "0s mode on\n0s expect fault probe_single_failure within 2min\n60s fault chamber_open",
        "0s mode on\n60s expect no_fault\n60s fault chamber_open\n70s end",
        "0s mode on\n0s expect fan on within 2s",
        "10s expect element below 30 within 0s\n10s expect chamber below 26 within 0s",
        "0s target 60\n0s mode on\n5min mode off\n5min expect element below 50 within 5min",
    ]

    @Test(arguments: met)
    func whatComesTrueIsNotMissed(text: String) throws {
        #expect(try reasons(text) == [])
    }

    @Test func aFaultThatDoesNotComeIsMissed() throws {
        #expect(
            try reasons("0s mode on\n10s expect fault over_temperature within 5s")
                == ["2: nothing latched"]
        )
    }

    @Test(arguments: [
        ("10s expect fan on within 5s", "1: the blower stood still at 15.0 s"),
        (
            "5s expect element below 25 within 1s",
            "1: the element was at 25.0 °C at 6.0 s"
        ),
        (
            "0s expect chamber below 20 within 1min\n5s end",
            "1: the chamber was at 25.0 °C at 5.0 s"
        ),
    ])
    func whatDoesNotComeTrueSaysWhatIsTrue(text: String, reason: String) throws {
        #expect(try reasons(text) == [reason])
    }

    @Test func anotherFaultIsNamed() throws {
        let reason = try #require(
            try reasons(Self.faulty + "60s expect fault over_temperature within 5s").first
        )
        #expect(reason == "3: latched: safety.probe_single_failure at 61.8 s")
    }

    @Test func aFaultThatComesTooLateIsMissed() throws {
        let text = Self.faulty + "60s expect fault probe_single_failure within 1s\n70s end"
        #expect(try reasons(text) == ["3: nothing latched"])
    }

    @Test func theLineMayStandAfterWhatItExpects() throws {
        let text = Self.faulty + "70s expect fault probe_single_failure within 0s\n70s end"
        #expect(try reasons(text) == [])
    }

    @Test func oneFaultMeetsOneExpectation() throws {
        let text =
            Self.faulty + "60s expect fault probe_single_failure within 5s\n"
            + "60s expect fault probe_single_failure within 10s"
        #expect(try reasons(text) == ["4: nothing latched"])
    }

    @Test func aFaultThatNobodyExpectedIsMissedByNoFault() throws {
        let missed = try NominalBoard.run(Self.faulty + "70s expect no_fault").missed
        #expect(missed.map(\.line) == [3])
        #expect(missed.map(\.text) == ["70s expect no_fault"])
        let reason = try #require(missed.first?.reason)
        #expect(reason == "safety.probe_single_failure latched at 61.8 s")
    }

    @Test func noFaultLooksBackFromItsOwnTime() throws {
        #expect(try reasons(Self.faulty + "61s expect no_fault\n70s end") == [])
    }

    @Test func heatThatGoesOnMissesOff() throws {
        #expect(
            try reasons("0s mode on\n10s expect off within 5s")
                == ["2: the heater was still on at 15.0 s"]
        )
    }

    @Test func whatIsOffAlreadyNeedsNoTime() throws {
        #expect(try reasons("10s expect off within 0s\n11s end") == [])
    }

    @Test func anEndBeforeTheTimeIsUpMissesToo() throws {
        let text = """
            0s mode on
            10s expect off within 1min
            10s expect fault clock within 1min
            20s end
            """
        #expect(
            try reasons(text) == ["2: the heater was still on at 20.0 s", "3: nothing latched"]
        )
    }

    @Test func everyMissIsToldInTheOrderInWhichItsTimeWasUp() throws {
        let text = """
            0s mode on
            10s expect off within 20s
            10s expect fault clock within 5s
            40s end
            """
        #expect(try NominalBoard.run(text).missed.map(\.line) == [3, 2])
    }
}
