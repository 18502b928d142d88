import Chamber
import Surroundings
import SwitchCore
import Testing

/// Why mode auto heats or not: each cause with its word and its sentence.
@Suite struct AutoReasonTests {
    /// A controller and a device, as a cause needs them.
    fileprivate struct Scene {
        var snapshot = Snapshot()
        var device = DeviceView()

        /// Mode auto is on, and a printer is bound that has reported at 14:02.
        init() {
            snapshot.settings.isOn = true
            snapshot.settings.mode = .auto
            snapshot.highestTarget = Celsius(60)
            device.status.printerLink = .connected
            device.status.printerHeardAt = "14:02"
        }

        /// A print runs with this bed, and its chamber's target comes from `source`.
        static func print(
            bed: Double = 100,
            _ source: ChamberPlan.Source,
            setPoint: Double? = 60,
            pause: Double? = nil
        ) -> Scene {
            var scene = Scene()
            scene.snapshot.bed = BedReport(target: Celsius(bed), isPrinting: true)
            scene.snapshot.setPoint = setPoint.map { Celsius($0) }
            scene.device.status.printerPlan.source = source
            scene.device.status.printerPlan.pauseTarget = pause.map { Celsius($0) }
            return scene
        }

        static func idle(bed: Double, isPreheating: Bool = false, isOver: Bool = false) -> Scene {
            var scene = Scene()
            scene.snapshot.bed = BedReport(
                target: Celsius(bed),
                isPrinting: false,
                isPreheating: isPreheating
            )
            scene.snapshot.setPoint = isPreheating ? Celsius(60) : nil
            scene.device.status.printerPlan.isPreheatOver = isOver
            return scene
        }

        func changed(_ change: (inout Scene) -> Void) -> Scene {
            var scene = self
            change(&scene)
            return scene
        }

        var reason: AutoReason? { AutoReason(snapshot, device) }
    }

    fileprivate struct Row {
        var scene: Scene
        var word: String
        var sentence: String
        var heats = false
    }

    private static func withoutAPrint() -> [Row] {
        var rows: [Row] = []
        rows.add(
            Scene().changed { $0.device.status.printerLink = .unbound },
            "no_printer",
            "No printer is bound: no heat"
        )
        rows.add(
            Scene().changed { $0.device.status.printerHeardAt = "" },
            "no_report_yet",
            "The printer has not reported yet: no heat"
        )
        rows.add(Scene(), "no_report", "No report from the printer since 14:02")
        rows.add(.idle(bed: 100), "no_print", "The bed is at 100 °C, but no print is running")
        rows.add(.idle(bed: 0), "no_print", "No print is running")
        rows.add(
            .idle(bed: 100, isOver: true),
            "preheat_over",
            "The bed is at 100 °C, but no print has begun for too long: no heat"
        )
        rows.add(
            .print(bed: 60, .bed, setPoint: nil),
            "bed_too_cold",
            "The bed is set to 60 °C: heat begins at 80 °C"
        )
        rows.add(
            .print(bed: 0, .bed, setPoint: nil),
            "bed_too_cold",
            "The bed is off: heat begins at 80 °C"
        )
        return rows
    }

    private static func prints() -> [Row] {
        var rows: [Row] = []
        let pla = ChamberPlan.Source.filament("PLA", Celsius(0), isOneOfSeveral: false)
        rows.add(.print(pla, setPoint: nil), "cold_filament", "PLA prints: no heat")
        rows.add(
            .print(.filament("PLA", Celsius(0), isOneOfSeveral: true), setPoint: nil),
            "cold_filament",
            "PLA prints beside others: no heat, for the coolest filament counts"
        )
        rows.add(
            .print(.unknownFilament("XYZ"), setPoint: nil),
            "unknown_filament",
            "XYZ prints, and no target is set for it: no heat"
        )
        rows.add(
            .print(.unknownFilament(""), setPoint: nil),
            "unknown_filament",
            "No filament is loaded: no heat"
        )
        rows.add(
            .print(.refused(300), setPoint: nil),
            "refused_target",
            "The print names a chamber of 300 °C, which no chamber has: no heat"
        )
        rows.add(
            .print(.pending, setPoint: nil),
            "file_unread",
            "The printer has not said yet what the file needs: no heat"
        )
        rows.add(
            .print(.otherFile, setPoint: nil),
            "other_file",
            "The printer reports another file than it prints: no heat"
        )
        rows.add(
            .print(.bed, setPoint: nil, pause: 0),
            "long_pause",
            "The print has been paused for long: no heat"
        )
        return rows
    }

    private static func heat() -> [Row] {
        var rows: [Row] = []
        rows.add(.print(.print(Celsius(55))), "print", "The print wants 55 °C", heats: true)
        rows.add(
            .print(.print(Celsius(80))),
            "print",
            "The print wants 80 °C, and this board heats to 60 °C at most",
            heats: true
        )
        let abs = ChamberPlan.Source.filament("ABS", Celsius(55), isOneOfSeveral: false)
        rows.add(.print(abs), "filament", "ABS prints: 55 °C", heats: true)
        rows.add(
            .print(.filament("PETG", Celsius(40), isOneOfSeveral: true)),
            "filament",
            "PETG prints beside others: 40 °C, for the coolest filament counts",
            heats: true
        )
        rows.add(.print(.bed), "bed", "The bed is at 100 °C and a print is running", heats: true)
        rows.add(
            .idle(bed: 100, isPreheating: true),
            "preheat",
            "The bed is at 100 °C: heating before a print",
            heats: true
        )
        rows.add(
            .print(abs, setPoint: 40, pause: 40),
            "pause_target",
            "The print has been paused for long: 40 °C at most",
            heats: true
        )
        rows.add(
            Scene().changed { $0.device.status.fileAuto = .target },
            "client",
            "A client turned mode auto on: 60 °C",
            heats: true
        )
        return rows
    }

    @Test func eachCauseHasItsWordAndItsSentence() throws {
        let rows = Self.withoutAPrint() + Self.prints() + Self.heat()
        for row in rows {
            let reason = try #require(row.scene.reason)
            #expect(reason.word == row.word)
            #expect(reason.sentence == row.sentence)
            #expect(reason.heats == row.heats)
        }
        #expect(Set(rows.map(\.word)).count == 18, "every cause is here")
    }

    @Test func aPauseTargetThatIsHigherThanTheTargetLowersNothing() {
        let abs = ChamberPlan.Source.filament("PETG", Celsius(40), isOneOfSeveral: false)
        #expect(Scene.print(abs, setPoint: 40, pause: 50).reason?.word == "filament")
    }

    @Test func withoutModeAutoThereIsNoReason() {
        #expect(Scene().changed { $0.snapshot.settings.isOn = false }.reason == nil)
        #expect(Scene().changed { $0.snapshot.settings.mode = .drying }.reason == nil)
    }

    @Test func theReasonOutlivesABrokenConnectionWhileTheReportIsFresh() {
        var machine = DeviceMachine(profile: Self.boundProfile, address: "192.0.2.1")
        _ = machine.step(.printer(.link(.connected, trouble: "")), at: .zero)
        var report = PrinterReport()
        report.plan.source = .refused(300)
        _ = machine.step(.printer(.report(report)), at: .zero)
        _ = machine.step(.printer(.link(.connecting, trouble: "lost")), at: .zero)
        #expect(machine.status.printer == nil)
        #expect(machine.status.printerPlan.source == .refused(300))
        _ = machine.step(.wish(.unbindPrinter), at: .zero)
        #expect(machine.status.printerPlan == ChamberPlan())
    }

    private static var boundProfile: DeviceProfile {
        var profile = DeviceProfile()
        profile.printerKind = .klipper
        profile.klipper.address = "192.0.2.7"
        return profile
    }
}

extension [AutoReasonTests.Row] {
    fileprivate mutating func add(
        _ scene: AutoReasonTests.Scene,
        _ word: String,
        _ sentence: String,
        heats: Bool = false
    ) {
        append(Element(scene: scene, word: word, sentence: sentence, heats: heats))
    }
}
