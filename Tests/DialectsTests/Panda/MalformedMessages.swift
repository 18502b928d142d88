/// Messages without any known wish, one mistake each.
enum MalformedMessages {
    static let all: [String] = [
        "", "{", "nonsense", "[]", "[1]", "1", "null", "\"settings\"", "{\"settings\":1}",
        "{\"settings\":null}", "{\"settings\":[]}", "{\"settings\":\"work_on\"}",
        "{\"unknown\":{}}", "{\"settings\":{\"unknown\":1}}", "{\"SETTINGS\":{}}",
        "{\"settings\":{\"work_on\":\"true\"}}", "{\"settings\":{\"work_on\":null}}",
        "{\"settings\":{\"work_mode\":4}}", "{\"settings\":{\"work_mode\":-1}}",
        "{\"settings\":{\"work_mode\":258}}", "{\"settings\":{\"work_mode\":true}}",
        "{\"settings\":{\"work_mode\":2.5}}", "{\"settings\":{\"work_mode\":\"2\"}}",
        "{\"settings\":{\"work_mode\":9223372036854775807}}",
        "{\"settings\":{\"set_temp\":\"55\"}}", "{\"settings\":{\"set_temp\":true}}",
        "{\"settings\":{\"set_temp\":1e999}}", "{\"settings\":{\"set_temp\":NaN}}",
        "{\"settings\":{\"set_temp\":55,\"set_temp\":60}}",
        "{\"settings\":{\"filament_timer\":{}}}",
        "{\"settings\":{\"filament_drying_mode\":4}}", "{\"settings\":{\"isrunning\":true}}",
        "{\"settings\":{\"isrunning\":2}}", "{\"settings\":{\"language\":1}}",
        "{\"settings\":{\"printer_type\":3}}", "{\"settings\":{\"printer_type\":257}}",
        "{\"settings\":{\"reset\":\"1\"}}", "{\"settings\":{\"factory_reset\":true}}",
        "{\"wifi\":{\"ssid\":\"Home\"}}", "{\"wifi\":{\"password\":\"x\"}}",
        "{\"wifi\":{\"ssid\":\"\",\"password\":\"\"}}",
        "{\"wifi\":{\"ssid\":\"012345678901234567890123456789012\",\"password\":\"\"}}",
        "{\"wifi\":{\"ssid\":\"a\\nb\",\"password\":\"\"}}", "{\"wifi\":{\"scan\":true}}",
        "{\"sta\":{\"hostname\":5}}", "{\"ap\":{\"ssid\":\"x\"}}", "{\"ap\":{\"on\":true}}",
        "{\"ap\":{\"ip\":1}}", "{\"printer\":{\"name\":\"only\"}}",
        "{\"printer\":{\"disconnect\":\"1\"}}", "{\"settings\":{\"work_on\":true}}}",
        "{\"settings\":{\"work_on\":true}", "\u{0}",
    ]
}
