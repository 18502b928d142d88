import Chamber
import Dialects
import Surroundings
import SwitchCore
import Testing

/// Off is off in every dialect and in every type that can only mean off; on is on as documented alone.
@Suite struct OffTests {
    private static let off = [
        "false", "0", "0.0", "-0", "\"off\"", "\"OFF\"", "\"Off\"", "\"false\"", "\"0\"", "\"no\"",
        "\" off \"", "\"OFF\\r\\n\"", "\"0.0\"", "\"00\"", "\"-0\"",
    ]
    private static let unclear = ["null", "[]", "{}", "\"\"", "\"offline\"", "\"none\"", "[0]"]

    private static func panda(_ field: String, _ value: String) -> [Wish] {
        let bytes = Array("{\"settings\":{\"\(field)\":\(value)}}".utf8)
        return PandaMessage(parsing: bytes, device: DeviceView()).actions.compactMap { action in
            if case .write(_, _, let wish) = action { wish } else { nil }
        }
    }

    private static func stock(_ field: String, _ value: String) -> [Wish] {
        let reading = StockCommand.read(Array("{\"\(field)\":\(value)}".utf8))
        return if case .wishes(let wishes) = reading { wishes } else { [] }
    }

    private static func api(_ value: String, _ key: String = "power") -> [Wish] {
        do throws(APIProblem) {
            return [try APIWish(parsing: Array("{\"\(key)\":\(value)}".utf8)).wish]
        } catch {
            return []
        }
    }

    private static func homeAssistant(
        _ text: String,
        _ command: HomeAssistantCommand = .mode
    ) -> [Wish] {
        let reading = command.read(Array(text.utf8))
        return if case .wishes(let wishes) = reading { wishes } else { [] }
    }

    @Test(arguments: off)
    func whatCanOnlyMeanOffTurnsOff(value: String) {
        #expect(Self.panda("work_on", value) == [.setPower(false)])
        #expect(Self.panda("isrunning", value) == [.stopDrying])
        #expect(Self.stock("work_on", value) == [.setPower(false)])
        #expect(Self.stock("drying_running", value) == [.stopDrying])
        for key in ["power", "mode", "heat_to"] {
            #expect(Self.api(value, key) == [.setPower(false)], "\(key)")
        }
        for key in ["dry", "start_drying"] {
            #expect(Self.api(value, key) == [.stopDrying], "\(key)")
        }
    }

    @Test(arguments: ["off", "OFF", "Off", " off", "off\n", "0", "0.0", "-0", "false"])
    func aPlainTextTurnsOffToo(text: String) {
        #expect(Self.homeAssistant(text) == [.setPower(false)])
        #expect(Self.homeAssistant(text, .preset) == [.stopDrying])
    }

    @Test(arguments: ["none", "None", "NONE", "none\n"])
    func noProgrammeEndsTheRun(text: String) {
        #expect(Self.homeAssistant(text, .preset) == [.stopDrying])
    }

    @Test(arguments: ["\u{FEFF}%", "%\0", "%\0\0"])
    func aClientOfAnotherLanguageTurnsOff(form: String) {
        let text = form.replacing("%", with: #"{"settings":{"work_on":0}}"#)
        let message = PandaMessage(parsing: Array(text.utf8), device: DeviceView())
        #expect(message.actions == [.write(.workOn, 0, .setPower(false))])
    }

    @Test(arguments: unclear)
    func anythingElseTurnsNothingOffOrOn(value: String) {
        for wishes in [
            Self.panda("work_on", value), Self.panda("isrunning", value),
            Self.stock("work_on", value), Self.stock("drying_running", value), Self.api(value),
            Self.homeAssistant(value),
        ] {
            #expect(wishes.isEmpty)
        }
    }

    @Test(arguments: ["1", "2", "\"on\"", "\"ON\"", "\"true\"", "\"1\""])
    func onIsOnAsEachWireSaysAndNotElse(value: String) {
        #expect(Self.panda("work_on", value).isEmpty)
        #expect(Self.api(value).isEmpty)
        #expect(Self.stock("work_on", value) == (value == "\"ON\"" ? [.setPower(true)] : []))
    }
}
