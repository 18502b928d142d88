import Chamber
import Dialects
import Plant
import SwitchCore

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
        let moment = ReefnetMoment(after, uptime: .zero, wallMilliseconds: 0)
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
