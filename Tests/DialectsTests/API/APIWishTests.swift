import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

@Suite
struct APIWishTests {
    private func read(_ body: String) -> Result<APIWish, APIProblem> {
        Result { () throws(APIProblem) in try APIWish(parsing: Array(body.utf8)) }
    }

    @Test(
        arguments: [
            (#"{"power":true}"#, .setPower(true)),
            (#"{"power":false}"#, .setPower(false)),
            (#"{"mode":"auto"}"#, .setMode(.auto)),
            (#"{"mode":"always_on"}"#, .setMode(.alwaysOn)),
            (#"{"mode":"drying"}"#, .setMode(.drying)),
            (#"{"set_target":55}"#, .setTarget(Celsius(55))),
            (#"{"heat_to":55.5}"#, .heat(to: Celsius(55.5))),
            (#"{"dry":{"target_c":55,"hours":6}}"#, .dry(target: Celsius(55), hours: 6)),
            (#"{"dry":{"hours":6.0,"target_c":55}}"#, .dry(target: Celsius(55), hours: 6)),
            (#"{"dry":{"target_c":55,"hours":6.5}}"#, .dryFor(target: Celsius(55), minutes: 390)),
            (
                #"{"change_drying":{"target_c":50,"add_hours":-1.5}}"#,
                .changeDrying(target: Celsius(50), addedMinutes: -90)
            ),
            (
                #"{"change_drying":{"add_hours":1}}"#,
                .changeDrying(target: nil, addedMinutes: 60)
            ),
            (#"{"dry":"pla"}"#, .dryPreset(.pla)),
            (#"{"start_drying":true}"#, .startDrying),
            (#"{"stop_drying":true}"#, .stopDrying),
            (#"{"set_drying_preset":"petg"}"#, .selectDryingPreset(.petg)),
            (#"{"set_custom_drying_target":58}"#, .setDryingTarget(Celsius(58))),
            (#"{"set_custom_drying_hours":8}"#, .setCustomDryingHours(8)),
            (#"{"set_fan_bed_threshold":30}"#, .setFanBedThreshold(Celsius(30))),
            (#"{"set_heat_bed_threshold":80}"#, .setHeatBedThreshold(Celsius(80))),
            (
                #"{"set_offset":{"probe":"chamber_second","offset_k":-0.5}}"#,
                .setOffset(.chamberSecond, TemperatureDelta(-0.5))
            ),
            (#"{"clear_latch":true}"#, .clearLatch),
            (#"{"renew_lease":true}"#, .renewLease),
            (#"{"renew_session":true}"#, .renewSession),
            (#"{"calibrate":true}"#, .calibrate),
            (#"{"stop_calibration":true}"#, .stopCalibration),
            (#"{"forget_calibration":true}"#, .forgetCalibration),
            (#"{"relay_replaced":true}"#, .restartRelayCount),
            (#"{"soak_at":55}"#, .soak(at: Celsius(55))),
            (#"{"skip_soak":true}"#, .skipSoak),
            (#"{"restore_factory_settings":true}"#, .restoreFactorySettings),
        ] as [(String, Wish)]
    )
    func readsEveryWish(body: String, wish: Wish) throws {
        let read = try read(body).get()
        #expect(read.wish == wish)
        #expect(read.requester == Requester(.api))
        #expect(read.lease == nil)
    }

    @Test
    func readsWhoAsksAndForHowLongTheHeatMayGoOnWithoutThem() throws {
        let wish = try read(
            #"{"lease_s":60,"heat_to":55,"requester":"command_line","session":7}"#
        ).get()
        let envelope = wish.envelope(ticket: 9)
        #expect(envelope.requester == Requester(.commandLine, session: 7))
        #expect(envelope.lease == .seconds(60))
        #expect(envelope.ticket == 9)
    }

    @Test(arguments: [
        ("", "bad_json", "no JSON"),
        ("[]", "bad_json", "must be an object"),
        ("{}", "not_one_wish", "no wish"),
        (#"{"lease_s":60}"#, "not_one_wish", "no wish"),
        (#"{"power":true,"heat_to":5}"#, "not_one_wish", "2 wishes"),
        (#"{"heat_too":55}"#, "unknown_wish", #"did you mean "heat_to"?"#),
        (#"{"lease":55}"#, "unknown_wish", "known: power, mode"),
        (#"{"power":1}"#, "bad_value", "power must be true or false"),
        (#"{"mode":"allways_on"}"#, "bad_value", #"did you mean "always_on"?"#),
        (#"{"mode":"xyz"}"#, "bad_value", #"known: "auto", "always_on", "drying""#),
        (#"{"mode":2}"#, "bad_value", "must be one of"),
        (#"{"heat_to":"55"}"#, "bad_value", "must be a temperature"),
        (#"{"heat_to":true}"#, "bad_value", "must be a temperature"),
        (#"{"heat_to":1e30}"#, "bad_value", "must be a temperature"),
        (#"{"heat_to":-300}"#, "bad_value", "must be a temperature"),
        (#"{"heat_to":1e999}"#, "bad_json", "overflow"),
        (#"{"dry":{"target_c":55}}"#, "bad_value", "target_c and hours"),
        (#"{"dry":{"target_c":55,"hour":6}}"#, "bad_value", #"did you mean "hours"?"#),
        (#"{"dry":{"target_c":55,"hours":0.9}}"#, "bad_value", "dry.hours must be a number"),
        (#"{"dry":{"target_c":55,"hours":0}}"#, "bad_value", "a number of hours from 1"),
        (#"{"dry":{"target_c":55,"hours":1e9}}"#, "bad_value", "dry.hours must be"),
        (#"{"change_drying":{}}"#, "bad_value", "give target_c or add_hours"),
        (#"{"change_drying":{"add_hours":13}}"#, "bad_value", "from -12 to 12"),
        (#"{"change_drying":{"hours":1}}"#, "bad_value", "known: target_c, add_hours"),
        (#"{"set_custom_drying_hours":9223372036854775807}"#, "bad_value", "whole number"),
        (#"{"clear_latch":false}"#, "bad_value", "clear_latch must be true"),
        (#"{"set_offset":{"probe":"chamber","offset_k":1e9}}"#, "bad_value", "at most ±100"),
        (#"{"power":true,"requester":"store"}"#, "bad_value", #""api", "page""#),
        (#"{"power":true,"session":-1}"#, "bad_value", "session must be"),
        (#"{"power":true,"lease_s":0}"#, "bad_value", "lease_s must be"),
        (#"{"power":true,"lease_s":1e18}"#, "bad_value", "lease_s must be"),
    ]
    )
    func explainsWhatItDoesNotUnderstand(body: String, code: String, words: String) {
        guard case .failure(let problem) = read(body) else {
            Issue.record("was understood: \(body)")
            return
        }
        #expect(problem.status == 400)
        #expect(problem.code == code)
        #expect(problem.message.contains(words), "\(problem.message)")
    }

    @Test
    func answersEveryOutcomeRefusalsWithAStatusAndAWordOfTheirOwn() throws {
        let applied = try APIAnswer.encoded(.applied).get()
        #expect(String(decoding: applied, as: UTF8.self) == #"{"ok":true,"result":"applied"}"#)
        let clamped = try APIAnswer.encoded(.clamped).get()
        #expect(String(decoding: clamped, as: UTF8.self) == #"{"ok":true,"result":"clamped"}"#)
        var codes: Set<String> = []
        for refusal in WishOutcome.Refusal.allCases {
            guard case .failure(let problem) = APIAnswer.encoded(.refused(refusal)) else {
                Issue.record("\(refusal) was granted")
                continue
            }
            #expect((400...599).contains(problem.status))
            codes.insert(problem.code)
            let object = try JSONValue(parsing: problem.encoded()).object
            #expect(object?["ok"] == .bool(false))
            #expect(object?["error"]?.string == refusal.explanation)
        }
        #expect(codes.count == WishOutcome.Refusal.allCases.count)
    }
}
