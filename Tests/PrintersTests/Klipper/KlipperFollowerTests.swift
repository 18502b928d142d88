import Chamber
import JSON
import Printers
import Surroundings
import SwitchCore
import Testing

struct KlipperFollowerTests {
    // MARK: The way in

    @Test func asksForKlipperThenItsPartsThenTheirValues() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        #expect(bench.effects == [.connect])
        bench.open()
        #expect(bench.question?.method == "server.info")
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        #expect(bench.question?.method == "printer.objects.list")
        try bench.answer(#"{"objects":["heater_bed","heater_generic Chamber"]}"#)
        #expect(bench.question?.method == "printer.objects.subscribe")
        guard case .send(let bytes) = bench.effects.first else {
            Issue.record("nothing was sent")
            return
        }
        let objects = try JSONValue(parsing: bytes).object?["params"]?.object?["objects"]?.object
        #expect(
            objects?.members.map(\.key) == [
                "webhooks", "print_stats", "virtual_sdcard", "extruder", "heater_bed",
                "heater_generic Chamber",
            ]
        )
        try bench.answer(#"{"status":\#(FollowerBench.idle)}"#)
        #expect(bench.link?.state == .connected)
        #expect(bench.link?.trouble == "")
        #expect(bench.bed == .some(BedReport(target: Celsius(0), isPrinting: false)))
        #expect(bench.events.map(\.isTrouble) == [false])
    }

    @Test func tellsWhatThePrinterSays() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.pass(.seconds(1))
        bench.report(
            """
            {"print_stats":{"state":"Printing"},"virtual_sdcard":{"progress":0.25},\
            "heater_bed":{"target":100.0,"temperature":60.2}}
            """
        )
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: true)))
        guard case .report(let report) = bench.news.last else {
            Issue.record("no report: \(bench.news)")
            return
        }
        #expect(report.activity == "printing")
        #expect(report.bed == Celsius(60.2))
        #expect(report.chamber == Celsius(31.5))
        #expect(report.progress == 0.25)
    }

    @Test(arguments: [
        ("printing", true), ("paused", true), ("standby", false), ("complete", false),
        ("cancelled", false), ("error", false), ("", false),
    ])
    func countsAsPrinting(word: String, isPrinting: Bool) throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.report(#"{"heater_bed":{"target":90}}"#)
        bench.report(#"{"print_stats":{"state":"\#(word)"}}"#)
        #expect(bench.bed == .some(BedReport(target: Celsius(90), isPrinting: isPrinting)))
    }

    @Test func mergesChangesIntoWhatItKnows() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.report(#"{"heater_bed":{"target":90}}"#)
        bench.report(#"{"print_stats":{"state":"printing"}}"#)
        bench.report(#"{"heater_bed":{"temperature":88.8}}"#)
        bench.report(#"{"heater_bed":{"temperature":"hot","target":null}}"#)
        bench.pass(.seconds(1))
        bench.report(#"{"extruder":{"temperature":200}}"#)
        #expect(bench.bed == .some(BedReport(target: Celsius(90), isPrinting: true)))
    }

    @Test func tellsTheSameBedOnceASecondAndAChangeAtOnce() throws {
        var bench = FollowerBench()
        try bench.follow()
        #expect(bench.bedCount == 1)
        for _ in 0..<3 {
            bench.pass(.milliseconds(250))
            bench.report(#"{"heater_bed":{"temperature":24.5}}"#)
        }
        #expect(bench.bedCount == 1)
        bench.pass(.milliseconds(250))
        bench.report(#"{"heater_bed":{"temperature":24.6}}"#)
        #expect(bench.bedCount == 2)
        bench.report(#"{"heater_bed":{"target":60}}"#)
        #expect(bench.bedCount == 3)
    }

    @Test func saysThatAPrinterWithoutABedNeverHeats() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        try bench.answer(#"{"objects":["webhooks","extruder"]}"#)
        try bench.answer(#"{"status":{"webhooks":{"state":"ready"}}}"#)
        #expect(bench.link?.state == .connected)
        #expect(bench.link?.trouble.contains("heater_bed") == true)
        #expect(bench.bed == .some(BedReport(target: Celsius(0), isPrinting: false)))
    }

    // MARK: Klipper is not ready

    @Test func waitsForKlipperAndSaysWhy() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"error"}"#)
        #expect(bench.question?.method == "printer.info")
        try bench.answer(
            #"{"state":"error","state_message":"mcu 'mcu': Unable to connect\nOnce resolved …"}"#
        )
        #expect(bench.link?.state == .failed)
        #expect(bench.link?.trouble.contains("mcu 'mcu': Unable to connect;") == true)
        #expect(bench.bed == .some(nil))
        bench.notify("notify_klippy_ready")
        #expect(bench.question?.method == "printer.objects.list")
    }

    @Test func asksAgainAndAgainWhileKlipperStarts() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"startup"}"#)
        #expect(bench.link?.state == .connecting)
        #expect(bench.link?.trouble == "Klipper is starting")
        for _ in 0..<30 {
            bench.pass(.seconds(5))
            #expect(bench.question?.method == "server.info")
            try bench.answer(#"{"klippy_connected":true,"klippy_state":"startup"}"#)
        }
        bench.pass(.seconds(5))
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        #expect(bench.question?.method == "printer.objects.list")
    }

    @Test func saysThatKlipperDoesNotRun() throws {
        var bench = FollowerBench()
        bench.pass(.zero)
        bench.open()
        try bench.answer(#"{"klippy_connected":false,"klippy_state":"disconnected"}"#)
        #expect(bench.link?.state == .failed)
        #expect(bench.link?.trouble.contains("not running") == true)
    }

    @Test(arguments: ["notify_klippy_shutdown", "notify_klippy_disconnected"])
    func takesTheBedBackAtOnceWhenKlipperEnds(method: String) throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.report(#"{"print_stats":{"state":"printing"},"heater_bed":{"target":100}}"#)
        bench.notify(method)
        #expect(bench.bed == .some(nil))
        if bench.question?.method == "printer.info" {
            try bench.answer(#"{"state":"shutdown","state_message":"MCU 'mcu' shutdown"}"#)
        }
        #expect(bench.link?.state == .failed)
        // Old messages that still arrive are ignored.
        bench.report(#"{"heater_bed":{"target":100}}"#)
        #expect(bench.bed == .some(nil))
    }

    @Test func anEmergencyStopIsOneEventAndNoAlarm() throws {
        for words in ["Shutdown due to M112 command", "Shutdown due to webhooks request"] {
            var bench = FollowerBench()
            try bench.follow()
            let before = bench.events.count
            let message = #""\#(words)\nOnce the underlying issue is corrected""#
            // The report, the notification and the answer all say so.
            bench.report(#"{"webhooks":{"state":"shutdown","state_message":\#(message)}}"#)
            bench.notify("notify_klippy_shutdown")
            try bench.answer(#"{"state":"shutdown","state_message":\#(message)}"#)
            bench.pass(.seconds(5))
            try bench.answer(#"{"klippy_connected":true,"klippy_state":"shutdown"}"#)
            try bench.answer(#"{"state":"shutdown","state_message":\#(message)}"#)
            let events = bench.events.dropFirst(before)
            #expect(events.map(\.isTrouble) == [false])
            #expect(events.first?.text.contains(words) == true)
            #expect(bench.link?.state == .failed)
            #expect(bench.bed == .some(nil))
        }
    }

    @Test func aRestartIsOneEventAndNoAlarm() throws {
        var bench = FollowerBench()
        try bench.follow()
        let before = bench.events.count
        bench.notify("notify_klippy_disconnected")
        #expect(bench.link?.state == .failed)
        bench.pass(.seconds(5))
        try bench.answer(#"{"klippy_connected":false,"klippy_state":"disconnected"}"#)
        bench.pass(.seconds(5))
        try bench.answer(#"{"klippy_connected":true,"klippy_state":"startup"}"#)
        bench.notify("notify_klippy_ready")
        try bench.answer(#"{"objects":["heater_bed"]}"#)
        try bench.answer(#"{"status":\#(FollowerBench.idle)}"#)
        let events = bench.events.dropFirst(before)
        #expect(events.map(\.text) == ["Klipper printer Voron was restarted, and reports."])
        #expect(events.map(\.isTrouble) == [false])
    }

    @Test func klipperThatStaysAwayIsAnAlarm() throws {
        var bench = FollowerBench()
        try bench.follow()
        let before = bench.events.count
        bench.notify("notify_klippy_disconnected")
        for _ in 0..<12 {
            bench.pass(.seconds(5))
            if bench.question?.method == "server.info" {
                try bench.answer(#"{"klippy_connected":false,"klippy_state":"disconnected"}"#)
            }
        }
        #expect(bench.events.dropFirst(before).map(\.isTrouble) == [true])
    }

    @Test func takesTheBedBackWhenTheReportItselfSaysSo() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.report(#"{"print_stats":{"state":"printing"},"heater_bed":{"target":100}}"#)
        bench.report(#"{"webhooks":{"state":"shutdown","state_message":"Lost communication"}}"#)
        #expect(bench.bed == .some(nil))
        #expect(bench.link?.trouble.contains("Lost communication") == true)
    }

    @Test func asksHowKlipperIsWhenItCannotAnswer() throws {
        var bench = FollowerBench()
        try bench.follow()
        bench.pass(.seconds(5))
        #expect(bench.question?.method == "printer.objects.query")
        try bench.fail(503, "Klippy Host not connected")
        #expect(bench.question?.method == "server.info")
        #expect(bench.bed == .some(nil))
    }
}
