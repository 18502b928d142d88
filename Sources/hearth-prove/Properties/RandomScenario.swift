import Chamber
import Plant

/// Scenarios that nobody would write: wishes, surroundings and defects in any order. Most wishes are
/// sensible, so that the heater runs in between.
package struct RandomScenario {
    private var numbers: RandomNumbers
    private var lines: [ScenarioLine] = []
    private var tenths = 0

    private init(seed: UInt64) {
        numbers = RandomNumbers(seed: seed)
    }

    /// The lines of a seed in order of time, for a scenario of `length` tenths of a second.
    package static func lines(seed: UInt64, tenths length: Int) -> [ScenarioLine] {
        var scenario = RandomScenario(seed: seed)
        while scenario.tenths < length { scenario.happen() }
        let inTime = scenario.lines.filter { $0.tenths < length }
        let order = inTime.indices.sorted {
            (inTime[$0].tenths, $0) < (inTime[$1].tenths, $1)
        }
        return order.map { inTime[$0] } + [ScenarioLine(tenths: length, "end")]
    }

    private mutating func happen() {
        tenths += 1 + pick(1_200)
        switch pick(12) {
        case 0: add("door \(pick(3) == 0 ? "open" : "closed")")
        case 1: add("room \(number(-5, 40))")
        case 2, 3: breakSomething()
        case 4, 5: add("wish clear_latch")
        case 6: add(bed())
        default: add(wish())
        }
    }

    /// Adds a defect that ends after five minutes at most.
    private mutating func breakSomething() {
        let fault = PlantFault.allCases[pick(PlantFault.allCases.count)].name
        add("fault \(fault)")
        lines.append(ScenarioLine(tenths: tenths + 1 + pick(3_000), "clear \(fault)"))
    }

    private mutating func bed() -> String {
        if pick(5) == 0 { return "bed off" }
        return "bed \(number(-10, 130)) \(pick(4) == 0 ? "idle" : "printing")"
    }

    private mutating func wish() -> String {
        switch pick(20) {
        case 0: "wish power_off"
        case 1: "wish power_on" + lease()
        case 2: "mode \(["on", "auto", "dry", "off"][pick(4)])"
        case 3: "target \(degrees())"
        case 4: "wish fan_threshold \(degrees())"
        case 5: "wish heat_threshold \(degrees())"
        case 6: "wish preset \(["pla", "petg", "custom"][pick(3)])"
        case 7: "wish custom_drying \(degrees()) \(1 + pick(30))h"
        case 8: "wish start_drying" + lease()
        case 9: "wish \(["stop_drying", "calibrate", "stop_calibration"][pick(3)])"
        case 10: "dry \(degrees()) \(1 + pick(20))h"
        case 11, 12: "wish renew_lease"
        case 13: "wish offset \(pick(2) == 0 ? "chamber" : "element") \(number(-8, 8))"
        case 14: "wish panda_clients \(pick(3))"
        case 15: pick(4) == 0 ? "wish restore_factory_settings" : "wish power_on"
        default: "wish heat \(degrees())" + lease()
        }
    }

    private mutating func lease() -> String {
        pick(5) == 0 ? " lease \(1 + pick(400))s" : ""
    }

    /// Most temperatures are sensible.
    private mutating func degrees() -> String {
        pick(6) == 0 ? number(-40, 300) : number(20, 80)
    }

    private mutating func number(_ low: Double, _ high: Double) -> String {
        (low + (high - low) * numbers.uniform()).fixed(1)
    }

    private mutating func pick(_ count: Int) -> Int {
        Int(numbers.next() % UInt64(count))
    }

    private mutating func add(_ words: String) {
        lines.append(ScenarioLine(tenths: tenths, words))
    }
}
