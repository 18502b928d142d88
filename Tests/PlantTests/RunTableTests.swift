import Chamber
import Plant
import SwitchCore
import Testing

@Suite struct RunTableTests {
    private static let header =
        "time_s,air_c,element_c,walls_c,chamber_probe_c,element_probe_c,set_point_c,duty,heater,fan,"
        + "activity,fault\n"

    @Test func aNewTableIsItsHeader() {
        #expect(RunTable().text == Self.header)
    }

    @Test func aRowSaysWhatIsSo() {
        var table = RunTable()
        var moments = RunMoments()
        moments.elapsed = .milliseconds(100)
        moments.setPoint = Celsius(60)
        moments.duty = Duty(0.512_345)
        moments.activity = .heating
        moments.report.isHeaterOn = true
        moments.report.isFanOn = true
        moments.element = ProbeStatus(condition: .good, temperature: Celsius(88.123_4))
        table.add(moments.moment(air: 41.987_65))
        #expect(
            table.text == Self.header
                + "0.1,41.988,41.988,41.988,25.000,88.123,60.00,0.5123,1,1,heating,\n"
        )
    }

    @Test func whatIsNotKnownIsEmpty() {
        var table = RunTable()
        var moments = RunMoments()
        moments.elapsed = .seconds(3)
        moments.chamber = ProbeStatus(condition: .openCircuit)
        moments.element = .absent
        moments.activity = .latched
        moments.latch = FaultRecord(number: 1, code: .probeSingleFailure, at: .zero)
        table.add(moments.moment(air: -5))
        #expect(
            table.text == Self.header
                + "3.0,-5.000,-5.000,-5.000,,,,0.0000,0,0,latched,safety.probe_single_failure\n"
        )
    }

    @Test func aRowIsMadeOnceASecond() {
        var table = RunTable()
        var moments = RunMoments()
        for tenth in 1...45 {
            moments.elapsed = .milliseconds(tenth * 100)
            table.add(moments.moment(air: 25))
        }
        let times = table.text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(times == ["0.1", "1.0", "2.0", "3.0", "4.0"])
    }
}
