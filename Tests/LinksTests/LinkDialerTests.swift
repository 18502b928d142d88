import Chamber
import Links
import Pacing
import SwitchCore
import Testing

/// When to dial, and which news are published.
@Suite struct LinkDialerTests {
    private static let backOff = BackOff(first: .milliseconds(1_500), longest: .seconds(30))

    private static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    /// Dials and fails, `count` times, each as soon as allowed; returns the time.
    private static func fail(_ dialer: inout LinkDialer, _ pauses: [Double]) -> Double {
        var now = 0.0
        for pause in pauses {
            #expect(dialer.beginDueDial(at: at(now)) == true)
            dialer.ended("nobody listens there", at: at(now))
            #expect(dialer.beginDueDial(at: at(now + pause - 0.1)) == false)
            now += pause
        }
        return now
    }

    @Test func thePauseDoublesUpToTheLongest() {
        var dialer = LinkDialer(Self.backOff)
        let end = Self.fail(&dialer, [1.5, 3, 6, 12, 24, 30, 30])
        #expect(dialer.beginDueDial(at: Self.at(end)) == true)
        #expect(dialer.beginDueDial(at: Self.at(end + 100)) == false)
    }

    @Test func anOpenLinkBeginsAnewWithTheFirstPause() {
        var dialer = LinkDialer(Self.backOff)
        let end = Self.fail(&dialer, [1.5, 3, 6])
        #expect(dialer.beginDueDial(at: Self.at(end)) == true)
        dialer.opened()
        dialer.ended("it broke off", at: Self.at(end + 50))
        #expect(dialer.beginDueDial(at: Self.at(end + 51.4)) == false)
        #expect(dialer.beginDueDial(at: Self.at(end + 51.5)) == true)
    }

    /// The news at `seconds`, in short.
    private static func news(_ dialer: inout LinkDialer, at seconds: Double) -> String? {
        switch dialer.news(at: at(seconds)) {
        case .success: "found"
        case .failure(let lost): lost.reason
        case nil: nil
        }
    }

    @Test func aLinkThatComesAndGoesIsToldOfOnceAMinute() {
        var dialer = LinkDialer(Self.backOff)
        #expect(Self.news(&dialer, at: 0) == nil)
        _ = dialer.beginDueDial(at: Self.at(0))
        #expect(Self.news(&dialer, at: 0) == nil)
        dialer.opened()
        #expect(Self.news(&dialer, at: 1) == "found")
        #expect(Self.news(&dialer, at: 100) == nil)
        dialer.ended("it broke off", at: Self.at(200))
        #expect(Self.news(&dialer, at: 200) == "it broke off")
        _ = dialer.beginDueDial(at: Self.at(202))
        dialer.opened()
        #expect(Self.news(&dialer, at: 203) == nil)
        dialer.ended("it went silent", at: Self.at(204))
        #expect(Self.news(&dialer, at: 280) == nil)
        _ = dialer.beginDueDial(at: Self.at(290))
        dialer.opened()
        #expect(Self.news(&dialer, at: 291) == "found")
    }

    @Test func aServerThatWasNeverThereIsToldOfOnce() {
        var dialer = LinkDialer(Self.backOff)
        _ = dialer.beginDueDial(at: Self.at(0))
        dialer.ended("nobody listens there", at: Self.at(0))
        #expect(Self.news(&dialer, at: 0) == "nobody listens there")
        _ = dialer.beginDueDial(at: Self.at(100))
        dialer.ended("nobody listens there", at: Self.at(100))
        #expect(Self.news(&dialer, at: 200) == nil)
    }
}
