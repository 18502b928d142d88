import Chamber
import JSON

/// A request that is refused: a status and a word for programs, a sentence for people.
package struct DragonBreathProblem: Error, Equatable, Sendable {
    /// HTTP status, 4xx or 5xx.
    package let status: Int
    /// One of the firmware's words.
    package let code: String
    /// What is wrong and what to do.
    package let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func invalid(_ message: String) -> DragonBreathProblem {
        DragonBreathProblem(400, "invalid_command", message)
    }

    static func conflict(_ message: String) -> DragonBreathProblem {
        DragonBreathProblem(409, "revision_conflict", message)
    }

    /// The firmware's clients try again after a 503, and give up after a 409.
    static func busy(_ message: String) -> DragonBreathProblem {
        DragonBreathProblem(503, "busy", message)
    }

    static let staleLease = DragonBreathProblem(
        409,
        "stale_lease",
        "this lease keeps no heat on: it has ended, another wish has replaced it, or it was never "
            + "granted; ask for heat again with power_on"
    )

    static let noAnswer = busy("the controller has not answered for 2 s: see the log")

    /// A lease that could be guessed is not granted.
    package static let noRandomness = busy("the machine gives no random numbers now: try again")

    /// A request without the header that each change needs.
    package static let noHeader = DragonBreathProblem(
        403,
        "auth_failed",
        "the header X-DragonBreath-Auth is missing: send it with a token of this device, or with any text "
            + "where the device has no password"
    )

    /// A request of a client that is not let in. `trouble`: why nobody can be, where that is so.
    package static func notLetIn(_ trouble: String?) -> DragonBreathProblem {
        let way =
            "this device has a password: send a token of \"hearth access token add NAME\" in "
            + "X-DragonBreath-Auth. The Klipper module sends none when it reads: name its machine's "
            + "address in trusted in [access] of hearth.conf"
        return DragonBreathProblem(403, "auth_failed", trouble ?? way)
    }

    /// A path of the firmware's that Hearth does not serve; `way`: what to do instead.
    package static func lacking(_ what: String, _ way: String) -> DragonBreathProblem {
        DragonBreathProblem(501, "not_supported", "Hearth has no \(what) here: \(way)")
    }

    /// A path that is there, for another method.
    package static func wrongMethod(_ allowed: String) -> DragonBreathProblem {
        DragonBreathProblem(405, "wrong_method", "use \(allowed) for this path")
    }

    /// What the controller refused; `nil`: the wish was lost, because the queue is full.
    init(_ refusal: WishOutcome.Refusal?) {
        guard let refusal else {
            self = .busy(WishOutcome.Refusal.busy.explanation)
            return
        }
        let words = refusal.explanation
        switch refusal {
        case .latched, .conditionPersists:
            self.init(409, "fault_latched", words)
        case .noReading, .outputsPersist, .noBoard, .boardUnusable:
            self.init(409, "inhibited", words)
        case .outOfRange, .nothingLatched, .powerIsOn, .notAtRest, .doorIsOpen, .bedIsHot,
            .heatIsOn, .notDrying:
            self.init(400, "invalid_command", words)
        case .storeFailed: self.init(500, "persist_failed", words)
        case .busy, .stopping: self = .busy(words)
        }
    }

    /// The JSON, with the state where it helps the client.
    package func encoded(
        id: String? = nil,
        state: DragonBreathState? = nil
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.member("ok", false)
            json.member("error", code)
            json.member("message", message)
            if let id { json.member("request_id", id) }
            if let state { json.object("state") { state.write(to: &$0) } }
        }
    }
}
