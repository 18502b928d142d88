import Chamber
import Plant
import SwitchCore
import Testing

/// Every line that a scenario may have.
@Suite struct ScenarioParserTests {
    private typealias Row = (words: String, action: Scenario.Action)

    private static let actions: [Row] = [
        ("target 60", .wish([.setTarget(Celsius(60))])),
        ("target -5.5", .wish([.setTarget(Celsius(-5.5))])),
        ("mode on", .wish([.setMode(.alwaysOn), .setPower(true)])),
        ("mode auto", .wish([.setMode(.auto), .setPower(true)])),
        ("mode dry", .wish([.setMode(.drying), .setPower(true), .startDrying])),
        ("mode off", .wish([.setPower(false)])),
        ("dry 55 6h", .wish([.dry(target: Celsius(55), hours: 6)])),
        ("dry 50.5 1d", .wish([.dry(target: Celsius(50.5), hours: 24)])),
        ("dry 50 120min", .wish([.dry(target: Celsius(50), hours: 2)])),
        ("bed 100 printing", .bed(BedReport(target: Celsius(100), isPrinting: true))),
        ("bed 60 idle", .bed(BedReport(target: Celsius(60), isPrinting: false))),
        ("bed off", .bed(nil)),
        ("door open", .door(isOpen: true)), ("door closed", .door(isOpen: false)),
        ("contact smoke open", .contact(.smoke, isOpen: true)),
        ("contact cutout closed", .contact(.cutout, isOpen: false)),
        ("room 15", .room(Celsius(15))), ("room -40", .room(Celsius(-40))),
        ("room 300", .room(Celsius(300))),
        ("wish clear_latch", .wish([.clearLatch])), ("wish power_on", .wish([.setPower(true)])),
        ("wish heat 60 lease 30s", .wish([.heat(to: Celsius(60))], lease: .seconds(30))),
        ("wish renew_lease", .wish([.renewLease])),
        (
            "wish custom_drying 50 3h",
            .wish([.setCustomDryingTarget(Celsius(50)), .setCustomDryingHours(3)])
        ),
        ("wish preset petg", .wish([.selectDryingPreset(.petg)])),
        ("wish fan_threshold 45", .wish([.setFanBedThreshold(Celsius(45))])),
        ("wish heat_threshold 80", .wish([.setHeatBedThreshold(Celsius(80))])),
        ("wish offset element -2.5", .wish([.setOffset(.element, TemperatureDelta(-2.5))])),
        ("wish panda_clients 2", .wish([.reportPandaClients(2)])),
        ("wish power_off", .wish([.setPower(false)])),
        ("wish start_drying", .wish([.startDrying])), ("wish stop_drying", .wish([.stopDrying])),
        ("wish restore_factory_settings", .wish([.restoreFactorySettings])),
        ("expect no_fault", .expect(.noFault)),
        ("expect fan on within 2s", .expect(.fanOn(within: .seconds(2)))),
        (
            "expect chamber below 45.5 within 1h",
            .expect(.chamberBelow(Celsius(45.5), within: .hours(1)))
        ),
        (
            "expect element below 60 within 5min",
            .expect(.elementBelow(Celsius(60), within: .minutes(5)))
        ),
        ("expect off within 2s", .expect(.off(within: .seconds(2)))),
        (
            "expect fault safety.over_temperature within 1min",
            .expect(.fault(.overTemperature, within: .seconds(60)))
        ),
        ("end", .end),
    ]

    @Test(arguments: actions.indices)
    func anActionIsRead(row: Int) throws {
        let (words, action) = Self.actions[row]
        let scenario = try Scenario(parsing: "90s \(words)\n")
        let entry = try #require(scenario.entries.first)
        #expect(entry.action == action)
        #expect(entry.at == .seconds(90))
        #expect(entry.line == 1)
        #expect(entry.text == "90s \(words)")
    }

    @Test(arguments: PlantFault.allCases)
    func everyDefectComesAndGoesByItsName(fault: PlantFault) throws {
        let text = "0s fault \(fault.name)\n1s clear \(fault.name)"
        let scenario = try Scenario(parsing: text)
        #expect(
            scenario.entries.map(\.action) == [.fault(.begin(fault)), .fault(.end(fault))]
        )
    }

    @Test(arguments: PlantFault.allCases)
    func aDefectThatHasASizeTakesANumber(fault: PlantFault) throws {
        guard let amount = fault.amount else { return }
        for (text, number) in [("5e-1", 0.5), ("0.5", 0.5), ("+1", 1)] {
            guard amount.range.contains(number) else { continue }
            let scenario = try Scenario(parsing: "0s fault \(fault.name) \(text)")
            #expect(scenario.entries.first?.action == .fault(.begin(fault, amount: number)))
        }
    }

    @Test func everyDefectEndsAtOnce() throws {
        let scenario = try Scenario(parsing: "0s clear all\n1s fault none")
        #expect(scenario.entries.map(\.action) == [.fault(.endAll), .fault(.endAll)])
    }

    @Test(arguments: FaultCode.allCases)
    func aFaultIsExpectedByItsCodeOrThePartBehindThePoint(code: FaultCode) throws {
        let short = try #require(code.word.split(separator: ".").last)
        for name in [code.word, String(short)] {
            let scenario = try Scenario(parsing: "0s expect fault \(name) within 5s")
            #expect(
                scenario.entries.first?.action == .expect(.fault(code, within: .seconds(5)))
            )
        }
    }

    private static let times: [(String, Duration)] = [
        ("0s", .zero), ("100ms", .milliseconds(100)), ("0.1s", .milliseconds(100)),
        ("45s", .seconds(45)), ("30min", .minutes(30)), ("1.5h", .minutes(90)),
        ("1h30min", .minutes(90)), ("2d", .hours(48)), ("400d", .hours(9_600)),
        ("1d2h3min4s5ms", .seconds(93_784) + .milliseconds(5)), ("007s", .seconds(7)),
        ("1.07e4s", .seconds(10_700)), ("5e-1min", .seconds(30)), ("1e0h2E1s", .seconds(3_620)),
    ]

    @Test(arguments: times.indices)
    func aTimeIsNumbersWithUnits(row: Int) throws {
        let (word, time) = Self.times[row]
        #expect(try Scenario(parsing: "\(word) end").entries.first?.at == time)
    }

    @Test func commentsBlankLinesAndSpaceAreNothing() throws {
        let scenario = try Scenario(
            parsing: """
                # Warm up.

                  0s   target\t60   # as warm as it gets
                \t
                10s end
                # That was it.
                """
        )
        #expect(scenario.entries.map(\.line) == [3, 5])
        #expect(scenario.entries.map(\.text) == ["0s target 60", "10s end"])
    }

    @Test(arguments: ["\n", "\r\n"])
    func linesEndAsTheyDoOnAnyMachine(end: String) throws {
        let text = ["0s target 50", "1s mode on", "", "9s end", ""].joined(separator: end)
        let scenario = try Scenario(parsing: text)
        #expect(scenario.entries.map(\.line) == [1, 2, 4])
        #expect(scenario.entries.map(\.text) == ["0s target 50", "1s mode on", "9s end"])
    }

    private static let lengths: [(String, Duration)] = [
        ("0s mode on\n10min end", .minutes(10)), ("0s mode on\n90s door open", .seconds(90)),
        ("5s expect off within 10s\n8s door open", .seconds(15)),
        ("5s expect fault clock within 1min", .seconds(65)),
        ("5s expect fault clock within 1min\n10s end", .seconds(10)),
        ("5s expect no_fault", .seconds(5)),
    ]

    @Test(arguments: lengths.indices)
    func itLastsToItsEndOrToWhatItWaitsFor(row: Int) throws {
        let (text, length) = Self.lengths[row]
        #expect(try Scenario(parsing: text).length == length)
    }
}
