import Chamber
import Cryptography
import JSON
import Surroundings
import SwitchCore

/// What clients send.
extension DragonBreathSession {
    mutating func receive(
        _ body: [UInt8],
        _ client: Client,
        _ ticket: UInt64,
        _ leaseID: String,
        at now: Instant
    ) -> [Effect] {
        let request: DragonBreathRequest
        do throws(DragonBreathRefusal) {
            request = try DragonBreathRequest(parsing: body)
        } catch {
            return [refuse(error.problem, error.id, client)]
        }
        var asker = Asker(
            question: .off,
            request: request,
            client: client,
            ticket: ticket,
            leaseID: leaseID,
            until: now.advanced(by: Self.patience)
        )
        switch request.command {
        case .off: return turnOff(asker)
        case .endFilter: return [succeed(request.id, client)]
        case .clearFault: asker.question = .clear(isApproved: false)
        case .powerOn, .auto, .dry: asker.question = .heat(nil)
        }
        guard waiting.count < Self.mostWaiting else {
            return [refuse(.busy("too many commands wait: try again in a second"), asker)]
        }
        waiting.append(asker)
        return proceed(at: now)
    }

    /// Off waits for nobody, and nobody who asked for heat before it may still get it.
    private mutating func turnOff(_ asker: Asker) -> [Effect] {
        let overtaken = waiting.map { refuse(.conflict("the heater was turned off"), $0) }
        waiting = []
        let isKlipper = asker.request?.actor.isKlipper ?? false
        return overtaken
            + post([.setPower(false)], asker, from: nextRequester(isKlipper))
    }

    private mutating func nextRequester(_ isKlipper: Bool) -> Requester {
        number += 1
        return .dragonBreath(number, isKlipper: isKlipper)
    }

    /// Remembers the asker, and posts its wishes: the last one has its ticket.
    private mutating func post(
        _ wishes: [Wish],
        _ asker: Asker,
        from requester: Requester,
        term: Duration? = nil
    ) -> [Effect] {
        guard undecided.count < Self.mostUndecided else {
            // Off goes out without an answer rather than not at all.
            let envelopes = wishes.map { WishEnvelope($0, from: requester) }
            let refusal = refuse(.busy("too many requests at once: try again in a second"), asker)
            return asker.question == .off ? [.post(envelopes), refusal] : [refusal]
        }
        var asker = asker
        asker.revision = revision
        undecided[asker.ticket] = asker
        let envelopes = wishes.enumerated().map { index, wish in
            let isLast = index == wishes.count - 1
            return WishEnvelope(
                wish,
                from: requester,
                ticket: isLast ? asker.ticket : 0,
                lease: term
            )
        }
        return [.post(envelopes)]
    }

    mutating func heartbeat(
        _ body: [UInt8],
        _ client: Client,
        _ ticket: UInt64,
        at now: Instant
    ) -> [Effect] {
        let id: String
        do throws(DragonBreathRefusal) {
            let root = try DragonBreathRequest.object(in: body)
            guard root["api_version"]?.number == Double(DragonBreathState.apiVersion),
                let text = root["lease_id"]?.string
            else { throw .invalid("a heartbeat holds api_version 2 and the exact lease_id") }
            id = text
        } catch {
            return [refuse(error.problem, nil, client)]
        }
        guard let lease, snapshot.lease?.requester == lease.requester,
            ConstantTime.areEqual(Array(lease.id.utf8), Array(id.utf8))
        else { return [refuse(.staleLease, nil, client)] }
        let asker = Asker(
            question: .heartbeat,
            request: nil,
            client: client,
            ticket: ticket,
            leaseID: "",
            until: now.advanced(by: Self.patience)
        )
        return post([.renewLease], asker, from: lease.requester)
    }

    mutating func calibrate(
        _ body: [UInt8],
        _ client: Client,
        _ ticket: UInt64,
        at now: Instant
    ) -> [Effect] {
        do throws(DragonBreathRefusal) {
            let wishes = try DragonBreathCalibration.wishes(in: body)
            let asker = Asker(
                question: .calibration,
                request: nil,
                client: client,
                ticket: ticket,
                leaseID: "",
                until: now.advanced(by: Self.patience)
            )
            return post(wishes, asker, from: nextRequester(false))
        } catch {
            return [refuse(error.problem, nil, client)]
        }
    }

    // MARK: Turns

    mutating func begin(_ asker: Asker, at now: Instant) -> [Effect] {
        guard let request = asker.request else { return [] }
        if let replay = replays.find(request) {
            let isCurrent = replay.revision == revision
            guard isCurrent, replay.isSame(request, asker.client.address) else {
                return [refuse(.conflict("this request was carried out before"), asker)]
            }
            return [succeed(request.id, asker.client, leaseID: replay.leaseID)]
        }
        guard let expected = request.expectedRevision else {
            return [
                refuse(.invalid("expected_revision must be the state_revision last seen"), asker)
            ]
        }
        guard expected == revision else {
            let words =
                "the state has changed: it is at \(revision), and this command is for \(expected)"
            return [refuse(.conflict(words), asker)]
        }
        return begin(request, asker, at: now)
    }

    private mutating func begin(
        _ request: DragonBreathRequest,
        _ asker: Asker,
        at now: Instant
    ) -> [Effect] {
        var asker = asker
        asker.until = now.advanced(by: Self.patience)
        let requester = nextRequester(request.actor.isKlipper)
        if request.command != .clearFault, let problem = standingProblem {
            return [refuse(problem, asker)]
        }
        switch request.command {
        case .off, .endFilter: return []
        case .clearFault: return postInTurn([.clearLatch], asker, from: requester)
        case .powerOn(let target):
            let lease = Lease(id: asker.leaseID, requester: requester, owner: request.actor.name)
            asker.question = .heat(lease)
            let wish = Wish.heat(to: target)
            return postInTurn([wish], asker, from: requester, term: identity.heatTerm)
        case .auto(let target, let threshold):
            let wishes: [Wish] = [.setHeatBedThreshold(threshold), .setTarget(target), .run(.auto)]
            return postInTurn(wishes, asker, from: requester)
        case .dry(let target, let hours):
            return postInTurn([.dry(target: target, hours: hours)], asker, from: requester)
        }
    }

    /// Posts the wishes of a command; nobody else has a turn until they are decided.
    private mutating func postInTurn(
        _ wishes: [Wish],
        _ asker: Asker,
        from requester: Requester,
        term: Duration? = nil
    ) -> [Effect] {
        let effects = post(wishes, asker, from: requester, term: term)
        if undecided[asker.ticket] != nil { turn = asker.ticket }
        return effects
    }

    /// Why no heat can be asked for; found before a wish of several parts changes the first of them.
    private var standingProblem: DragonBreathProblem? {
        if let latch = snapshot.latch {
            let words = "\(latch.sentence) \(latch.code.rule.remedy) Then clear the fault."
            return DragonBreathProblem(409, "fault_latched", words)
        }
        guard let trouble = device.status.troubles.first else { return nil }
        return DragonBreathProblem(409, "inhibited", trouble)
    }
}
