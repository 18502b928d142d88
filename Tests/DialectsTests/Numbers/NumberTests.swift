import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

/// A number means the same on every wire: the same list, through every dialect.
@Suite struct NumberTests {
    /// The set point that a text asks for, by dialect; `nil`: it is refused.
    private static let dialects:
        [(name: String, isJSON: Bool, read: @Sendable (String) -> Celsius?)] = [
            ("Home Assistant", false, { homeAssistant($0) }),
            ("stock MQTT", true, { stock($0) }), ("HTTP", true, { api($0) }),
            ("/ws", true, { panda($0) }), ("reefnet", true, { reefnet($0) }),
        ]

    private static func homeAssistant(_ text: String) -> Celsius? {
        guard case .wishes(let wishes) = HomeAssistantCommand.temperature.read(Array(text.utf8)),
            case .setShownTarget(let target) = wishes.first
        else { return nil }
        return target
    }

    private static func stock(_ text: String) -> Celsius? {
        guard case .wishes(let wishes) = StockCommand.read(Array("{\"target_temp\":\(text)}".utf8)),
            case .setTarget(let target) = wishes.first
        else { return nil }
        return target
    }

    private static func api(_ text: String) -> Celsius? {
        do throws(APIProblem) {
            let wish = try APIWish(parsing: Array("{\"set_target\":\(text)}".utf8)).wish
            if case .setTarget(let target) = wish { return target }
        } catch {}
        return nil
    }

    private static func panda(_ text: String) -> Celsius? {
        let bytes = Array("{\"settings\":{\"set_temp\":\(text)}}".utf8)
        let message = PandaMessage(parsing: bytes, device: DeviceView())
        guard case .write(_, _, .setTarget(let target)) = message.actions.first else { return nil }
        return target
    }

    private static func reefnet(_ text: String) -> Celsius? {
        var frame = "{\"type\":\"set_param\",\"param\":\"setpoint_c\",\"value\":\(text)}"
        let message = frame.withUTF8 {
            ReefnetMessage(parsing: UnsafeRawBufferPointer($0), moduleID: "M")
        }
        guard case .set(let values, _, _) = message else { return nil }
        return values[.setPoint].map { Celsius($0) }
    }

    private static let blanks = ["", " ", "\t", "\n", "\r\n", "  \r\n"]

    @Test(arguments: ["48", "48.0", "0", "-5", "4.8e1", "480e-1"])
    func aPlainDecimalIsItselfWhateverIsAroundIt(number: String) throws {
        let wanted = Celsius(try #require(Double(plain: number)))
        for (name, _, read) in Self.dialects {
            for before in Self.blanks {
                for after in Self.blanks {
                    #expect(read(before + number + after) == wanted, "\(name): \(number)")
                }
            }
        }
    }

    /// The Panda Breath wire has whole degrees.
    @Test func aFractionIsOne() {
        for (name, _, read) in Self.dialects where name != "/ws" {
            #expect(read("55.5") == Celsius(55.5), "\(name)")
            #expect(read(" 55.5 ") == Celsius(55.5), "\(name)")
        }
    }

    @Test(arguments: [
        "0x30", "0X30", "0x1p3", "nan", "NaN", "-nan", "inf", "-inf", "Infinity", "infinity",
        "1e400",
        "4 8", "48C", "48,5", ".5", "5.", "--5", "", " ", "forty", "1_000", "٤٨", "4\u{0}8",
    ])
    func anythingElseIsNoNumber(text: String) {
        for (name, _, read) in Self.dialects {
            #expect(read(text) == nil, "\(name) takes \(text)")
        }
    }

    /// JSON has a type for text: a number in quotation marks is no number on any wire of JSON.
    @Test func aTextIsNoNumberInJSON() {
        for (name, isJSON, read) in Self.dialects where isJSON {
            #expect(read("\"48\"") == nil, "\(name)")
        }
    }
}
