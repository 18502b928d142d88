import Chamber
import JSON
import Pacing
import Surroundings
import SwitchCore

/// How Moonraker's messages are handled.
extension KlipperFollower {
    mutating func receivedInvalid(at now: Instant) -> [Effect] {
        if case .resting = state { return [] }
        nonsense += 1
        if case .greeting = state {
            return giveUp(.notMoonraker(binding, "it does not speak JSON-RPC"), at: now)
        }
        guard nonsense >= KlipperTimes.mostNonsense else { return [] }
        return giveUp(
            KlipperTrouble(.failed, "\(binding.place) sends invalid messages: trying again"),
            at: now
        )
    }

    mutating func answered(
        _ question: MoonrakerRequest,
        _ value: JSONValue,
        at now: Instant
    ) -> [Effect] {
        switch (question, state) {
        case (_, .resting), (_, .opening):
            return []
        case (.serverInfo, .greeting), (.serverInfo, .waiting):
            return receivedKlipperState(value, at: now)
        case (.printerInfo, .waiting):
            let info = value.object
            guard let word = info?["state"]?.string, word != "ready" else { return [] }
            return report(.notReady(word, info?["state_message"]?.string ?? ""), at: now)
        case (.objectList, .subscribing):
            guard case .array(let list) = value.object?["objects"] else {
                return giveUp(.notMoonraker(binding, "a list without parts"), at: now)
            }
            return subscribe(to: list.compactMap(\.string), at: now)
        case (.subscribe, .subscribing), (.query, .following):
            guard let values = value.object?["status"]?.object else {
                return giveUp(.notMoonraker(binding, "values without a status"), at: now)
            }
            if case .subscribe = question { backOff.reset() }
            return merge(values, at: now)
        case (.metadata(let name), .following):
            guard file?.name == name else { return [] }
            file?.receive(value)
            return publish(at: now)
        case (.metadata, _), (.serverInfo, _), (.printerInfo, _), (.objectList, _), (.subscribe, _),
            (.query, _):
            // The answer to an earlier question.
            return []
        }
    }

    mutating func failed(
        _ question: MoonrakerRequest?,
        _ code: Int,
        _ message: String,
        at now: Instant
    ) -> [Effect] {
        switch state {
        case .resting, .opening: return []
        case .greeting, .waiting, .subscribing, .following: break
        }
        if code == 401 || code == 403 || message == "Unauthorized" {
            return giveUp(.refused(binding), at: now)
        }
        guard let question else { return [] }
        heardAt = now
        switch question {
        case .serverInfo:
            return giveUp(.notMoonraker(binding, "it knows no server.info"), at: now)
        case .printerInfo:
            return []
        case .metadata(let name):
            guard case .following = state, file?.name == name else { return [] }
            file?.receiveNothing()
            return publish(at: now)
        case .objectList, .subscribe, .query:
            // Klipper stopped between two questions; Moonraker knows its state.
            return awaitKlipper(.starting, at: now) + ask(.serverInfo, at: now)
        }
    }

    mutating func notified(
        _ method: String,
        _ parameters: [JSONValue],
        at now: Instant
    ) -> [Effect] {
        switch state {
        case .resting, .opening, .greeting: return []
        case .waiting, .subscribing, .following: break
        }
        switch method {
        case "notify_status_update":
            guard case .following = state, let values = parameters.first?.object else { return [] }
            heardAt = now
            return merge(values, at: now)
        case "notify_klippy_ready":
            return list(at: now)
        case "notify_klippy_shutdown":
            // Why comes with the answer, or has come with the report before: one event is enough.
            return awaitKlipper(nil, at: now) + ask(.printerInfo, at: now)
        case "notify_klippy_disconnected":
            return awaitKlipper(.notRunning, at: now)
        default:
            return []
        }
    }

    // MARK: Klipper

    /// Moonraker has reported Klipper's state.
    private mutating func receivedKlipperState(_ value: JSONValue, at now: Instant) -> [Effect] {
        guard let info = value.object, let word = info["klippy_state"]?.string else {
            return giveUp(.notMoonraker(binding, "it does not know of Klipper"), at: now)
        }
        if word == "ready" { return list(at: now) }
        guard info["klippy_connected"]?.bool == true, word != "disconnected" else {
            return awaitKlipper(.notRunning, at: now)
        }
        if word == "startup" { return awaitKlipper(.starting, at: now) }
        // Klipper's own message comes with the next answer: nothing is published before.
        return awaitKlipper(nil, at: now) + ask(.printerInfo, at: now)
    }

    private mutating func awaitKlipper(_ trouble: KlipperTrouble?, at now: Instant) -> [Effect] {
        state = .waiting
        backOff.reset()
        // A restarted printer forgets the print, and its heaters are off.
        let bed = news.reportBed(nil, at: now)
        return bed + (trouble.map { report($0, at: now) } ?? [])
    }

    private mutating func list(at now: Instant) -> [Effect] {
        state = .subscribing(since: now)
        return ask(.objectList, at: now)
    }

    private mutating func subscribe(to parts: [String], at now: Instant) -> [Effect] {
        chamberName = KlipperStatus.chamberName(among: parts)
        status = KlipperStatus(chamberName: chamberName)
        lack =
            parts.contains("heater_bed")
            ? ""
            : "this printer has no heated bed ([heater_bed]), so mode auto never heats for it"
        return ask(.subscribe(chamber: chamberName), at: now)
    }

    /// Merges values, and returns the news.
    private mutating func merge(_ values: JSONObject, at now: Instant) -> [Effect] {
        status.merge(values)
        guard status.isReady else {
            let word = status.state ?? "startup"
            return awaitKlipper(.notReady(word, status.stateMessage), at: now)
        }
        state = .following
        return inspectFile(at: now) + publish(at: now)
    }

    /// Asks what the file says that prints, where mode auto goes by it: once at the print's start, for
    /// the file may have been written again since the last one.
    private mutating func inspectFile(at now: Instant) -> [Effect] {
        guard judge.asksAboutTheFile, status.isPrinting, !status.file.isEmpty else {
            file = nil
            return []
        }
        if file?.name != status.file {
            file = KlipperFile(status.file, at: now)
        } else if file?.isOwed(at: now) == true {
            file?.ask(at: now)
        } else {
            return []
        }
        return ask(.metadata(file: status.file), at: now)
    }

    private mutating func publish(at now: Instant) -> [Effect] {
        var report = status.report
        let judged = status.job(with: file).map { judge.judge($0, at: now) }
        if let judged { report.plan = judged.plan }
        if let file { report.filament = file.filaments.joined(separator: ", ") }
        return news.reportConnected(lack, about: binding)
            + news.reportBed(judged?.bed, at: now)
            + news.reportNewest(report, at: now)
    }
}
