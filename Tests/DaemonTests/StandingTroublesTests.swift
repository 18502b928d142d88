import Daemon
import Store
import Surroundings
import SwitchCore
import Testing

/// Everything that stands against heating, measuring or storing is in one list.
@Suite struct StandingTroublesTests {
    private static let start = Instant.zero.advanced(by: .hours(3))

    private func list(
        board: String? = nil,
        port: String? = nil,
        control: String? = nil,
        converter: String? = nil,
        store: StoreTrouble? = nil,
        isCalendarKnown: Bool = true,
        isUpgradeWaiting: Bool = false,
        after passed: Duration = .hours(1),
        _ change: (inout DeviceView) -> Void = { _ in }
    ) -> [String] {
        var view = DeviceView()
        change(&view)
        let troubles = StandingTroubles(
            board: board,
            port: port,
            refusal: nil,
            control: { control },
            converter: { converter },
            store: { store },
            isCalendarKnown: { isCalendarKnown },
            isUpgradeWaiting: { isUpgradeWaiting },
            startedAt: Self.start
        )
        return troubles.list(view, at: Self.start.advanced(by: passed))
    }

    @Test func aMachineInOrderHasNone() {
        #expect(list().isEmpty)
        #expect(list { $0.status.announcedName = $0.profile.hostname }.isEmpty)
    }

    @Test func aNewVersionThatWaitsIsTold() {
        let words = list(isUpgradeWaiting: true)
        #expect(words.first?.hasPrefix("A new version is installed") == true)
    }

    @Test func anotherPortIsTold() {
        #expect(list(port: "Another program has port 80.") == ["Another program has port 80."])
    }

    @Test func aFullCardIsOne() {
        #expect(
            list(store: .nothingIsStored("cannot store settings; free some space on that disk"))
                == [
                    "Nothing is stored: cannot store settings; free some space on that disk. Heating "
                        + "continues; a restart loses changes."
                ]
        )
    }

    @Test func aClockThatNobodySetIsOneAfterFiveMinutes() {
        #expect(list(isCalendarKnown: false, after: .minutes(4)).isEmpty)
        let words = list(isCalendarKnown: false, after: .minutes(5))
        #expect(words.count == 1)
        #expect(words.first?.hasPrefix("This machine's clock is not set") == true)
    }

    @Test func aNameThatAnotherDeviceHasIsOne() {
        let words = list { view in
            view.profile.hostname = "Chamber"
            view.status.announcedName = "chamber-2"
        }
        #expect(words.first?.contains("found as chamber-2.local") == true)
    }

    @Test func theWorstComesFirst() {
        let words = list(
            board: "No board file yet.",
            control: "it is stuck",
            converter: "no answer",
            store: .nothingIsStored("the disk is full"),
            isCalendarKnown: false
        ) {
            $0.status.hostTrouble = "wrong password"
        }
        #expect(
            words.map { $0.prefix(10) }
                == [
                    "No board f", "No control", "No reading", "Nothing is", "This machi",
                    "The last c",
                ]
        )
    }
}
