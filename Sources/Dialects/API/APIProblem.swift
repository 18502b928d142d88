package import Chamber
import JSON
import SwitchCore

/// A refused request: a status and a word for programs, a sentence for people.
package struct APIProblem: Error, Equatable, Sendable {
    /// HTTP status, 4xx or 5xx.
    package let status: Int
    /// The word of `docs/api.md`.
    package let code: String
    /// What is wrong and what to do.
    package let message: String

    package init(status: Int, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The JSON of the answer.
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("ok", false)
            json.member("error", message)
            json.member("code", code)
        }
    }

    /// A body that is not understood.
    static func bad(_ code: String, _ message: String) -> APIProblem {
        APIProblem(status: 400, code: code, message: message)
    }

    /// What the controller refused.
    package init(_ refusal: WishOutcome.Refusal) {
        let status =
            switch refusal {
            case .latched, .conditionPersists, .nothingLatched, .noReading, .powerIsOn, .notAtRest,
                .outputsPersist, .doorIsOpen, .bedIsHot, .heatIsOn, .noBoard, .boardUnusable,
                .notDrying:
                409
            case .outOfRange: 422
            case .storeFailed: 500
            case .busy, .stopping: 503
            }
        self.init(status: status, code: refusal.word, message: refusal.explanation)
    }

    /// The controller did not decide in time.
    package static let noAnswer = APIProblem(
        status: 503,
        code: "no_answer",
        message: "the controller has not answered for 2 s: see the log"
    )

    /// A POST of anything but JSON.
    package static let notJSON = APIProblem(
        status: 415,
        code: "not_json",
        message: "send JSON with the header Content-Type: application/json"
    )

    /// A path that is not there.
    package static let unknownPath = APIProblem(
        status: 404,
        code: "unknown_path",
        message: "there is no such path: see docs/api.md for those that are"
    )

    /// A path that is there, for another method.
    package static func wrongMethod(allowed: String) -> APIProblem {
        APIProblem(status: 405, code: "wrong_method", message: "use \(allowed) for this path")
    }
}

/// What the controller answered to a wish.
package enum APIAnswer {
    /// The JSON of a granted wish, or the problem.
    package static func encoded(
        _ answer: WishOutcome.Answer
    ) -> Result<[UInt8], APIProblem> {
        switch answer {
        case .applied: .success(granted("applied"))
        case .unchanged: .success(granted("unchanged"))
        case .clamped: .success(granted("clamped"))
        case .refused(let refusal): .failure(APIProblem(refusal))
        }
    }

    private static func granted(_ result: String) -> [UInt8] {
        JSONWriter.object { json in
            json.member("ok", true)
            json.member("result", result)
        }
    }
}

/// What program answers, and which interfaces it speaks.
package struct APIVersion: Equatable, Sendable {
    private let version: String
    private let run: String

    /// - Parameters:
    ///   - version: the program's.
    ///   - run: a word for this run of the program, by which it is known through a proxy.
    package init(_ version: String, run: String) {
        self.version = version
        self.run = run
    }

    /// The JSON (`docs/api.md`).
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("name", "hearth")
            json.member("version", version)
            json.member("api", 1)
            json.member("panda", PandaFrames.firmwareVersion)
            json.member("run", run)
        }
    }
}
