package import Dialects
import Server
import SwitchCore
import System
import Threads

/// The questions about a board and the check of their answers, without I/O.
package protocol BoardQuestions: Sendable {
    /// What there is to ask, as JSON; `kept`: the answers that are kept.
    func encoded(kept: [UInt8]?) -> [UInt8]

    /// The answers of a body, as the file that is kept; a mistake is a problem with words for a person.
    func answers(in body: [UInt8]) throws(APIProblem) -> [UInt8]
}

/// Where the page's answers about the board are kept.
package enum BoardAnswers {
    /// More than all answers have.
    package static let largestFile = 8192

    /// The file in the state directory, the only place where the service may write.
    package static func path(in statePath: String) -> String { statePath + "/board-answers.conf" }
}

/// Keeps what is answered on the page about the board, where there is no board file: a thread of its own,
/// as the server waits for no disk.
final class BoardGuideService: BoardGuide, ThreadedService {
    enum Message: Sendable {
        case ask(@Sendable (Result<[UInt8], APIProblem>) -> Void)
        case receive([UInt8], @Sendable (Result<[UInt8], APIProblem>) -> Void)
    }

    /// More than the requests that a server with people in front of it has at once.
    private static let capacity = 16

    private let mailbox: Mailbox<Message>
    private let worker: Worker

    /// - Parameter record: records that answers were kept.
    init(
        _ questions: any BoardQuestions,
        in statePath: String,
        record: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        mailbox = try Mailbox(capacity: Self.capacity)
        worker = Worker(named: "guide", serving: mailbox) {
            BoardGuideWork(questions, BoardAnswers.path(in: statePath), record)
        }
    }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
    }

    func ask(reply: @escaping @Sendable (Result<[UInt8], APIProblem>) -> Void) {
        if !mailbox.post(.ask(reply)) { reply(.failure(Self.busy)) }
    }

    func receive(
        _ body: [UInt8],
        reply: @escaping @Sendable (Result<[UInt8], APIProblem>) -> Void
    ) {
        if !mailbox.post(.receive(body, reply)) { reply(.failure(Self.busy)) }
    }

    private static let busy = APIProblem(
        status: 503,
        code: "busy",
        message: "too many requests at once: ask again in a second"
    )
}

private struct BoardGuideWork: Work {
    private let questions: any BoardQuestions
    private let path: String
    private let record: @Sendable (String) -> Void

    init(
        _ questions: any BoardQuestions,
        _ path: String,
        _ record: @escaping @Sendable (String) -> Void
    ) {
        self.questions = questions
        self.path = path
        self.record = record
    }

    func begin(at now: Instant) -> Instant? { nil }

    func serve(_ messages: [BoardGuideService.Message], at now: Instant) -> Instant? {
        for message in messages {
            switch message {
            case .ask(let reply): reply(.success(questions.encoded(kept: kept)))
            case .receive(let body, let reply): reply(keep(body))
            }
        }
        return nil
    }

    func end(_ messages: [BoardGuideService.Message], at now: Instant) {}

    /// `nil` where none are kept, or they cannot be read.
    private var kept: [UInt8]? {
        do throws(SystemError) {
            return try File.readIfPresent(path, most: BoardAnswers.largestFile, for: .readingNoLink)
        } catch {
            return nil
        }
    }

    private func keep(_ body: [UInt8]) -> Result<[UInt8], APIProblem> {
        let answers: [UInt8]
        do throws(APIProblem) {
            answers = try questions.answers(in: body)
        } catch {
            return .failure(error)
        }
        do throws(SystemError) {
            try File.replace(path, with: answers, forOwnerOfDirectory: true)
        } catch {
            let words =
                "the answers could not be kept: \(error.summary); free some space on that disk"
            return .failure(APIProblem(status: 500, code: "store_failed", message: words))
        }
        record(
            "The board was described on the page. \"sudo hearth setup\" on this machine shows the answers "
                + "and writes the board file."
        )
        return .success(Array(#"{"result":"kept"}"#.utf8))
    }
}
