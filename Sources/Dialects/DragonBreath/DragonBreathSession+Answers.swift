import Chamber
import JSON
import SwitchCore

/// What clients are answered.
extension DragonBreathSession {
    mutating func decide(
        _ ticket: UInt64,
        _ answer: WishOutcome.Answer?,
        at now: Instant
    ) -> [Effect] {
        guard let asker = undecided.removeValue(forKey: ticket) else { return [] }
        switch answer {
        case .none: return finish(asker, DragonBreathProblem(nil))
        case .refused(.nothingLatched): return finish(asker, nil)
        case .refused(let refusal): return finish(asker, DragonBreathProblem(refusal))
        case .applied where asker.question == .clear(isApproved: false):
            var asker = asker
            asker.question = .clear(isApproved: true)
            undecided[ticket] = asker
            return []
        case .unchanged where asker.question == .heartbeat: return finish(asker, .staleLease)
        case .applied, .unchanged, .clamped: return finish(asker, nil)
        }
    }

    /// Answers a client, and ends its turn. `problem` `nil`: it was carried out.
    mutating func finish(_ asker: Asker, _ problem: DragonBreathProblem?) -> [Effect] {
        if turn == asker.ticket { turn = nil }
        if let problem { return asker.isGone ? [] : [refuse(problem, asker)] }
        let client = asker.client
        var leaseID: String?
        switch asker.question {
        case .heartbeat:
            return [.answer(status: 200, renewed, connection: client.connection)]
        case .calibration:
            let body = DragonBreathCalibration.encoded(snapshot)
            return [.answer(status: 200, body, connection: client.connection)]
        case .off: lease = nil
        case .heat(let granted):
            lease = granted
            leaseID = granted?.id
        case .clear: break
        }
        if revision == asker.revision { advance() }
        if let request = asker.request, asker.question != .off {
            replays.record(request, client.address, revision, leaseID)
        }
        return asker.isGone ? [] : [succeed(asker.request?.id, client, leaseID: leaseID)]
    }

    private var renewed: [UInt8] {
        JSONWriter.object { json in
            json.member("ok", true)
            json.member("expires_in_ms", snapshot.lease?.remaining.wholeMilliseconds ?? 0)
            json.member("state_revision", revision)
        }
    }

    func succeed(_ id: String?, _ client: Client, leaseID: String? = nil) -> Effect {
        let body = JSONWriter.object { json in
            json.member("ok", true)
            if let id { json.member("request_id", id) }
            if let leaseID { json.member("lease_id", leaseID) }
            json.object("state") { state.write(to: &$0) }
        }
        return .answer(status: 200, body, connection: client.connection)
    }

    func refuse(_ problem: DragonBreathProblem, _ asker: Asker) -> Effect {
        refuse(problem, asker.request?.id, asker.client)
    }

    func refuse(_ problem: DragonBreathProblem, _ id: String?, _ client: Client) -> Effect {
        let body = problem.encoded(id: id, state: state)
        return .answer(status: problem.status, body, connection: client.connection)
    }
}
