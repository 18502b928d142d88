import Printers
import Testing

struct MoonrakerSearchTests {
    @Test(arguments: [
        (200, #"{"result":{"state":"ready","hostname":"voron"}}"#, "voron"),
        (200, #"{"result":{"state":"ready"}}"#, ""),
        (
            401, #"{"error":{"code":401,"message":"Unauthorized"}}"#,
            "Klipper printer that wants an API key"
        ),
        (503, #"{"error":{"code":503,"message":"x"}}"#, "Klipper printer that is not ready"),
    ])
    func knowsMoonraker(status: Int, body: String, name: String) {
        #expect(MoonrakerSign.name(in: status, Array(body.utf8)) == name)
    }

    @Test(arguments: [
        (200, ""), (200, "<html>"), (200, "{}"), (200, #"{"result":{"ok":true}}"#), (404, "{}"),
        (404, #"{"error":{"code":404,"message":"Not Found"}}"#),
        (401, #"{"error":"Unauthorized"}"#), (401, #"{"error":{"code":1,"message":"no"}}"#),
    ])
    func knowsWhoIsSomebodyElse(status: Int, body: String) {
        #expect(MoonrakerSign.name(in: status, Array(body.utf8)) == nil)
    }
}
