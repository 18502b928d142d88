import Dialects
import Surroundings
import Testing

@Suite struct APISimulationTests {
    private static let bodies: [(String, SimulationOrder)] = [
        (#"{"fault":"fan_weak","amount":0.5}"#, .begin(name: "fan_weak", amount: 0.5)),
        (#"{"fault":"sun","amount":80,"requester":"page"}"#, .begin(name: "sun", amount: 80)),
        (#"{"fault":"ssr_welded"}"#, .begin(name: "ssr_welded", amount: nil)),
        (#"{"fault":"none","session":1}"#, .begin(name: "none", amount: nil)),
        (#"{"end_fault":"fan_weak"}"#, .end(name: "fan_weak")),
        (#"{"press":"on"}"#, .press(button: "on", isLong: false)),
        (#"{"press":"power","long":true}"#, .press(button: "power", isLong: true)),
    ]

    @Test(arguments: bodies.indices)
    func anOrderIsRead(row: Int) throws {
        let (body, order) = Self.bodies[row]
        #expect(try APISimulation(parsing: Array(body.utf8)).order == order)
    }

    private static let mistakes: [(String, code: String)] = [
        ("{}", "not_one_wish"), ("[]", "bad_json"), (#"{"amount":1}"#, "not_one_wish"),
        (#"{"fault":"sun","end_fault":"sun"}"#, "not_one_wish"), (#"{"fault":1}"#, "bad_value"),
        (#"{"fault":"sun","amount":"80"}"#, "bad_value"), (#"{"fualt":"sun"}"#, "unknown_wish"),
        (#"{"fault":"sun","amount":null}"#, "bad_value"),
        (#"{"press":"on","long":1}"#, "bad_value"), (#"{"press":true}"#, "bad_value"),
    ]

    @Test(arguments: mistakes.indices)
    func whatIsNoOrderIsRefused(row: Int) {
        let (body, code) = Self.mistakes[row]
        do throws(APIProblem) {
            _ = try APISimulation(parsing: Array(body.utf8))
            Issue.record("\(body) was taken")
        } catch {
            #expect(error.code == code)
            #expect(error.status == 400)
        }
    }

    @Test func theListHasANumberWhereAFaultHasOne() throws {
        let faults = [
            SimulatedFault(
                name: "sun",
                meaning: "It shines.",
                unit: "W",
                range: 0...1_000,
                standard: 80,
                isPresent: true,
                amount: 12.5
            ),
            SimulatedFault(
                name: "adc_gone",
                meaning: "It is gone.",
                unit: nil,
                range: nil,
                standard: nil,
                isPresent: false,
                amount: nil
            ),
        ]
        let json = try APISimulation.listing(faults, buttons: ["power", "dry"], hasPower: true)
            .get()
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"faults":[{"name":"sun","meaning":"It shines.","present":true,"unit":"W","#
                + #""lowest":0.000,"highest":1000.000,"standard":80.000,"amount":12.500},"#
                + #"{"name":"adc_gone","meaning":"It is gone.","present":false}],"#
                + #""buttons":["power","dry"],"heat":true}"#
        )
    }

    @Test func aRealHeaterRefusesInWords() {
        for answer in [APISimulation.listing(nil), APISimulation.answer(.notSimulated)] {
            guard case .failure(let problem) = answer else {
                Issue.record("it was granted")
                continue
            }
            #expect(problem.status == 409 && problem.code == "not_simulated")
            #expect(problem.message.contains("real heater"))
        }
    }
}
