import Chamber
import JSON
package import Surroundings

/// What the body of `POST /api/v1/simulate` asks for, and how its answers look.
package struct APISimulation: Equatable, Sendable {
    /// What is asked for.
    package let order: SimulationOrder

    /// Bytes of a fault's name: twice the longest.
    private static let nameBytes = 64

    /// Reads the body: `{"fault":"fan_weak","amount":0.5}`, `{"fault":"none"}`,
    /// `{"end_fault":"fan_weak"}`, or `{"press":"on","long":true}`.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let companions = ["amount", "long", "requester", "session"]
        let body = try APIBody(
            parsing: body,
            companions: companions,
            example: "{\"fault\":\"fan_weak\",\"amount\":0.5}"
        )
        let name = APIWishValue(body.key, body.value)
        switch body.key {
        case "fault":
            var amount: Double?
            if let value = body.object["amount"] {
                guard let number = value.number, number.isFinite else {
                    throw .bad("bad_value", "amount must be a number, as in 0.5")
                }
                amount = number
            }
            order = .begin(name: try name.text(bytes: Self.nameBytes), amount: amount)
        case "end_fault":
            order = .end(name: try name.text(bytes: Self.nameBytes))
        case "press":
            var isLong = false
            if let value = body.object["long"] {
                guard let flag = value.bool else {
                    throw .bad("bad_value", "long must be true or false")
                }
                isLong = flag
            }
            order = .press(button: try name.text(bytes: Self.nameBytes), isLong: isLong)
        case _:
            throw body.unknown(among: ["fault", "end_fault", "press"], companions: companions)
        }
    }

    /// The JSON of the answer, or the problem.
    package static func answer(_ answer: SimulationAnswer) -> Result<[UInt8], APIProblem> {
        switch answer {
        case .done:
            .success(
                JSONWriter.object { json in
                    json.member("ok", true)
                    json.member("result", "applied")
                }
            )
        case .refused(let message):
            .failure(APIProblem(status: 422, code: "out_of_range", message: message))
        case .notSimulated:
            .failure(notSimulated)
        }
    }

    /// Every fault with its state, the buttons, and whether the element has power; a problem where nothing is simulated.
    package static func listing(
        _ faults: [SimulatedFault]?,
        buttons: [String] = [],
        hasPower: Bool = false
    ) -> Result<[UInt8], APIProblem> {
        guard let faults else { return .failure(notSimulated) }
        return .success(
            JSONWriter.object { json in
                json.array("faults") { json in
                    for fault in faults { json.object { write(fault, to: &$0) } }
                }
                json.array("buttons") { json in
                    for button in buttons { json.element(button) }
                }
                json.member("heat", hasPower)
            }
        )
    }

    private static func write(_ fault: SimulatedFault, to json: inout JSONWriter) {
        json.member("name", fault.name)
        json.member("meaning", fault.meaning)
        json.member("present", fault.isPresent)
        guard let unit = fault.unit, let range = fault.range else { return }
        json.member("unit", unit)
        json.member("lowest", range.lowerBound, decimals: 3)
        json.member("highest", range.upperBound, decimals: 3)
        json.member("standard", fault.standard, decimals: 3)
        json.member("amount", fault.amount, decimals: 3)
    }

    /// A board with real lines has real faults alone.
    package static let notSimulated = APIProblem(
        status: 409,
        code: "not_simulated",
        message:
            "this daemon drives a real heater; faults and presses can be simulated only on a "
            + "computed one: start one with \"hearth run --board boards/simulated.conf\""
    )
}
