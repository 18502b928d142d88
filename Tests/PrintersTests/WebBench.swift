import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

/// A printer whose host is asked over HTTP, with the test's clock and a scripted host.
struct WebBench {
    private(set) var machine: WebMachine
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    private(set) var effects: [WebMachine.Effect] = []

    init(_ dialect: WebDialect, user: String = "", secret: String = "key") {
        var binding = DeviceProfile.WebBinding()
        (binding.name, binding.address, binding.port) = ("Box", "192.0.2.8", 80)
        (binding.user, binding.secret, binding.prefix) = (user, secret, "/p")
        machine = WebMachine(
            dialect,
            binding,
            PrinterSettings(deviceID: "0123456789ab"),
            salt: "abcdef01"
        )
        step(.begin)
        step(.tick)
    }

    mutating func step(_ event: WebMachine.Event) {
        effects = machine.step(event, at: now)
    }

    /// Lets time pass; each deadline on the way gets its tick.
    mutating func pass(_ time: Duration) {
        let end = now.advanced(by: time)
        var all: [WebMachine.Effect] = []
        while machine.deadline <= end {
            now = max(now, machine.deadline)
            all += machine.step(.tick, at: now)
        }
        now = end
        effects = all
    }

    mutating func answer(_ body: String, status: Int = 200, challenge: String? = nil) {
        guard let question = asked?.question else {
            Issue.record("nothing is asked")
            return
        }
        step(
            .answered(
                question,
                .reply(status: status, challenge: challenge, body: Array(body.utf8))
            )
        )
    }

    mutating func fail(_ kind: HTTPClientError.Kind) {
        guard let question = asked?.question else {
            Issue.record("nothing is asked")
            return
        }
        step(.answered(question, .failed(HTTPClientError(kind, of: "192.0.2.8", 80, "did not"))))
    }

    var asked: (question: WebQuestion, request: WebRequest, headers: [Response.Header])? {
        for case .ask(let question, let request, let headers) in effects.reversed() {
            return (question, request, headers)
        }
        return nil
    }

    func header(_ name: String) -> String? { asked?.headers.first { $0.name == name }?.value }

    var link: (state: PrinterLinkState, trouble: String)? {
        for case .news(.link(let state, let trouble)) in effects.reversed() {
            return (state, trouble)
        }
        return nil
    }

    var bed: BedReport?? {
        for case .news(.bed(let bed)) in effects.reversed() { return .some(bed) }
        return nil
    }

    var shown: PrinterReport? {
        for case .news(.report(let report)) in effects.reversed() { return report }
        return nil
    }

    var answers: [PrinterAnswer] {
        effects.compactMap { if case .answer(_, let answer) = $0 { answer } else { nil } }
    }
}
