import Boards
import Chamber
import Dialects
import FlightLog
import Plant
import Schema
import Settings
import StockPage
import Store
import Surroundings
import SwitchCore

/// A decoder of untrusted bytes, and what must hold for any input. A violation ends the program,
/// which is what a fuzzer looks for.
enum FuzzedDecoder: String, CaseIterable {
    /// The Panda Breath wire and the body of a wish over HTTP.
    case wire
    /// Board, plant and scenario files.
    case board
    /// The database of the state directory.
    case state
    /// The steps of a flight recording.
    case recording
    /// A firmware image that the stock page is looked for in.
    case image
    /// Updates: the whole file, a manifest, and a payload.
    case bundle
    /// The messages of a reefnet hub.
    case reefnet
    /// The messages of a server of the device link: an update's frames, after a text.
    case devicelink
    /// The bodies of DragonBreath's interface.
    case dragonbreath
    /// What is said of a print, by a program, a printer or its host; a message a line.
    case printer

    /// Decodes `bytes` and checks the result.
    func attempt(_ bytes: [UInt8]) {
        switch self {
        case .wire: Self.wire(bytes)
        case .board: Self.board(bytes)
        case .state: FuzzedState.shared.attempt(bytes)
        case .recording: Self.recording(bytes)
        case .image: Self.image(bytes)
        case .bundle: FuzzedBundle.attempt(bytes)
        case .reefnet: Self.reefnet(bytes)
        case .devicelink: Self.deviceLink(bytes)
        case .dragonbreath: Self.dragonBreath(bytes)
        case .printer: Self.printer(bytes)
        }
    }

    private static func wire(_ bytes: [UInt8]) {
        var wishes: [Wish] = []
        for action in PandaMessage(parsing: bytes, device: DeviceView()).actions {
            if case .write(_, _, let wish) = action { wishes.append(wish) }
        }
        do throws(APIProblem) {
            wishes.append(try APIWish(parsing: bytes).wish)
        } catch {
            precondition(!error.encoded().isEmpty, "a problem without words")
        }
        guard !wishes.isEmpty else { return }
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var now = Instant.zero
        for wish in wishes {
            now = now.advanced(by: .milliseconds(100))
            var input = StepInput(reading: Reading(), report: SwitchReport())
            input.wishes.append(WishEnvelope(wish, from: Requester(.api)))
            let actions = controller.step(input, at: now)
            let snapshot = actions.snapshot
            precondition(snapshot.settings.target <= Ceilings.target, "a target above the ceiling")
            precondition(actions.command.heater == .off, "heat without a reading")
        }
    }

    private static func board(_ bytes: [UInt8]) {
        do throws(Mistakes) {
            let limits = try BoardFile.board(bytes, name: "f").configuration.limits
            precondition(limits == limits.heldToCeilings, "a limit above its ceiling")
        } catch {
            precondition(!error.isEmpty, "refused without a mistake")
        }
        do throws(Mistakes) {
            _ = try BoardFile.plant(bytes, name: "f")
        } catch {
            precondition(!error.isEmpty, "refused without a mistake")
        }
        do throws(ScenarioError) {
            _ = try Scenario(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            precondition(!error.mistakes.isEmpty, "refused without a mistake")
        }
    }

    private static func image(_ bytes: [UInt8]) {
        do throws(PageProblem) {
            let page = try PageFinder.page(in: bytes)
            precondition(page.count <= PageFinder.largestPage, "a page above its bound")
            precondition(String(validating: page, as: UTF8.self) != nil, "a page that is no text")
        } catch {
            precondition(!error.description.isEmpty, "refused without words")
        }
    }

    private static func recording(_ bytes: [UInt8]) {
        var decoder = StepDecoder(bytes[...])
        do throws(RecordingMistake) {
            while try decoder.next() != nil {}
        } catch {
            precondition(error.offset <= bytes.count, "a mistake behind the end")
        }
    }
}

/// Messages of machines to which Hearth connects.
extension FuzzedDecoder {
    static func reefnet(_ bytes: [UInt8]) {
        var controller = Controller(NominalBoard.configuration, at: .zero)
        var session = ReefnetSession(ReefnetModule(version: "1"))
        let before = controller.initialSnapshot
        let effects = bytes.withUnsafeBytes { session.step(.received($0, before), at: .zero) }
        var input = StepInput(reading: Reading(), report: SwitchReport())
        for case .post(let wish) in effects {
            input.wishes.append(WishEnvelope(wish, from: Requester(.reefnet)))
        }
        let actions = controller.step(input, at: Instant.zero.advanced(by: .milliseconds(100)))
        let after = actions.snapshot
        precondition(actions.command.heater == .off, "heat without a reading")
        precondition(!after.settings.isOn, "a hub that may not heat turned the power on")
        precondition(after.settings.target <= Ceilings.target, "a target above the ceiling")
        precondition(
            after.guards == after.guards.held(to: GuardBounds(after.boardGuards)),
            "a guard looser than the board's"
        )
        // Before the probes were read a hub is told nothing.
        var read = after
        read.chamber = ProbeStatus(condition: .good, temperature: Celsius(25))
        read.element = ProbeStatus(condition: .good, temperature: Celsius(25))
        let moment = ReefnetMoment(read, uptime: .zero, wallMilliseconds: 0)
        precondition(!session.step(.shown(moment), at: .zero).isEmpty, "a hub that is told nothing")
    }

    /// The bytes as a text message, then as the frames of an update in two chunks.
    static func deviceLink(_ bytes: [UInt8]) {
        let device = DeviceLinkDevice(id: "A1B2C3D4E5F6", version: "1")
        var session = DeviceLinkSession()
        let effects = bytes.withUnsafeBytes { session.step(.text($0, device), at: .zero) }
        precondition(!effects.isEmpty, "a message without reply or words")
        for case .post in effects { preconditionFailure("a wish for what the board lacks") }
        session = DeviceLinkSession()
        var offer = Array(
            #"{"cmd":"request_ota","size":40,"chunk_size":32,"total_chunks":2}"#.utf8
        )
        _ = offer.withUnsafeMutableBytes {
            session.step(.text(UnsafeRawBufferPointer($0), device), at: .zero)
        }
        var arrived = 0
        for frame in [bytes[...], bytes.prefix(44), bytes.dropFirst(44)] {
            let effects = Array(frame).withUnsafeBytes {
                session.step(.piece($0, device), at: .zero)
            }
            var answers = 0
            for case .acknowledge in effects { answers += 1 }
            precondition(answers == 1, "a chunk without one answer")
            for case .transfer(.part(let new)) in effects { arrived += new.count }
        }
        precondition(arrived <= 40, "more than was announced")
    }
}
