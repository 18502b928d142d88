import Chamber
package import CommandLine
import Schema
package import Settings

/// The questions that only the person at the heater can answer. Each shows the answer that it takes when
/// Enter is pressed.
package struct SetupQuestions {
    private let console: Console

    package init(_ console: Console) {
        self.console = console
    }

    /// Asks about probes, relays, blower and mains, and puts the answers into `draft`.
    package func ask(_ draft: inout BoardDraft, mainsHertz: Int?) throws(CommandFailure) {
        console.line("Press Enter for the answer in brackets.")
        try askProbe("the chamber's air", in: "probe chamber", &draft)
        let hasElement = draft.has("probe element")
        if hasElement || !draft.has("probe chamber_second") {
            if try agrees("Is there a thermistor on the heating element?", hasElement) {
                if !hasElement { addElement(&draft) }
                if try agrees(
                    "Is it of the same kind as that in the air, with the same resistor?",
                    true
                ) {
                    copyProbe(&draft)
                } else {
                    try askProbe("the element", in: "probe element", &draft)
                }
            } else {
                draft.remove("probe element")
            }
        }
        try askHeater(&draft)
        try askFan(&draft)
        try askSecondRelay(&draft)
        let hertz = draft.value(of: "mains_hz", in: "board") ?? "50"
        let question = "Mains frequency in Hz (60 in the Americas)"
        let mains: String
        if let mainsHertz {
            mains = String(mainsHertz)
        } else {
            mains = try choose(question, ["50", "60"], hertz)
        }
        draft.set("mains_hz", in: "board", to: mains)
    }

    // MARK: What is asked

    /// The thermistors as people know them: their names in Klipper, and how they look.
    static let looks = [
        "panda-breath": "of a Panda Breath",
        "generic-3950": "Generic 3950: 100 kΩ, a glass bead or a screw; most cheap ones",
        "104gt-2": "ATC Semitec 104GT-2: 100 kΩ, in many E3D hot ends",
        "104nt-4-r025h42g": "ATC Semitec 104NT-4-R025H42G: 100 kΩ, a cartridge",
        "epcos-b57560g104f": "EPCOS 100K B57560G104F: 100 kΩ, a glass bead",
        "tdk-ntcg104lh104jt1": "TDK NTCG104LH104JT1: 100 kΩ, on a circuit board",
        "10k-b3950": "10 kΩ, B 3950: waterproof, with a metal sleeve",
        "10k-b3435": "10 kΩ, B 3435: in chargers and air conditioners",
    ]

    private func askProbe(
        _ place: String,
        in section: String,
        _ draft: inout BoardDraft
    ) throws(CommandFailure) {
        let names = Thermistor.catalogue.map { $0.name }
        let own = ["beta", "steinhart_hart"].first { draft.value(of: $0, in: section) != nil }
        let now = draft.value(of: "thermistor", in: section) ?? own ?? "generic-3950"
        console.line()
        console.line(
            "Which thermistor is in \(place)? (cold, about 20 °C, a meter tells 10 from 100 kΩ)"
        )
        for (index, name) in names.enumerated() {
            let row = "  \(index + 1)".padded(to: 5) + name.padded(to: 21)
            console.line(row + (Self.looks[name] ?? ""))
        }
        console.line("  \(names.count + 1)".padded(to: 5) + "another one, by its data sheet")
        while true {
            let answer = try read("Number", now)
            if answer == now { break }
            let name =
                Int(answer).map { names.indices.contains($0 - 1) ? names[$0 - 1] : "" } ?? answer
            if names.contains(name) {
                draft.set("thermistor", in: section, to: name)
                break
            }
            if answer == String(names.count + 1) {
                console.line(
                    "At one temperature its resistance, then its B value, as in: 25 100000, 3950"
                )
                try value("beta", in: section, "°C ohms, beta", &draft)
                break
            }
            console.line("Give a number from 1 to \(names.count + 1), or a name of the list.")
        }
        try value(
            "series_ohms",
            in: section,
            "The resistor beside it in the divider, in ohms",
            &draft
        )
    }

    /// On the next free input, like the chamber's.
    private func addElement(_ draft: inout BoardDraft) {
        let used = ["probe chamber", "probe chamber_second"].compactMap {
            draft.value(of: "channel", in: $0)
        }
        let supply = draft.value(of: "supply_channel", in: "adc")
        let free = (0...7).map { String($0) }.first { !used.contains($0) && $0 != supply }
        draft.set("channel", in: "probe element", to: free ?? "1")
        copyProbe(&draft)
    }

    private func copyProbe(_ draft: inout BoardDraft) {
        for key in ["thermistor", "beta", "steinhart_hart", "series_ohms"] {
            if let value = draft.value(of: key, in: "probe chamber") {
                draft.set(key, in: "probe element", to: value)
            }
        }
    }

    private func askHeater(_ draft: inout BoardDraft) throws(CommandFailure) {
        console.line()
        try value("power_w", in: "heater", "The heating element's power in watts", &draft)
        guard draft.value(of: "line", in: "heater") != nil else { return }
        try value(
            "line",
            in: "heater",
            "The line of the heater's relay (on a Raspberry Pi the GPIO's number)",
            &draft
        )
        try askPolarity("the heater's relay", in: "heater", &draft)
    }

    private func askPolarity(
        _ relay: String,
        in section: String,
        _ draft: inout BoardDraft
    ) throws(CommandFailure) {
        let isLow = draft.value(of: "active_low", in: section) == "yes"
        console.line("  high: a transistor in between, as drawn in wiring.md")
        console.line("  low:  most relay modules, wired straight")
        let answer = try choose(
            "Which level of its line switches \(relay) on",
            ["high", "low"],
            isLow ? "low" : "high"
        )
        guard answer == "low" else {
            if isLow { draft.set("active_low", in: section, to: "no") }
            draft.set("idle", in: section, to: "pulled_down")
            return
        }
        console.line(
            "Whatever leaves that line low then heats, also a computer that starts. It needs a pull-up of "
                + "10 kΩ to 3V3, on a pin that starts high (GPIO 0 to 8 of a Raspberry Pi). A transistor in "
                + "between is the safer way."
        )
        guard try agrees("Is there such a pull-up?", false) else {
            throw CommandFailure(
                .refused,
                "hearth setup: without it the relay would be on while the computer starts, so nothing was "
                    + "written; put a transistor before the relay, as wiring.md draws, and answer high"
            )
        }
        draft.set("active_low", in: section, to: "yes")
        draft.set("idle", in: section, to: "pulled_up")
    }

    private func askFan(_ draft: inout BoardDraft) throws(CommandFailure) {
        let isFitted = draft.value(of: "fitted", in: "fan") != "no"
        guard try agrees("Is there a blower behind the element?", isFitted) else {
            draft.set("fitted", in: "fan", to: "no")
            return
        }
        draft.remove("fitted", in: "fan")
        guard draft.value(of: "line", in: "heater") != nil else { return }
        try value("line", in: "fan", "The line of the blower", &draft, otherwise: "27")
    }

    private func askSecondRelay(_ draft: inout BoardDraft) throws(CommandFailure) {
        guard draft.value(of: "line", in: "heater") != nil else { return }
        let has = draft.has("second_relay")
        let question = "Is there a second relay in series, which opens when the first has welded?"
        guard try agrees(question, has) else {
            draft.remove("second_relay")
            return
        }
        try value(
            "line",
            in: "second_relay",
            "The line of the second relay",
            &draft,
            otherwise: "22"
        )
        try askPolarity("the second relay", in: "second_relay", &draft)
    }

    // MARK: How it is asked

    /// Asks until the board file's own check takes the value.
    private func value(
        _ key: String,
        in section: String,
        _ question: String,
        _ draft: inout BoardDraft,
        otherwise: String? = nil
    ) throws(CommandFailure) {
        while true {
            let now = draft.value(of: key, in: section) ?? otherwise
            let answer = try read(question, now)
            guard !answer.isEmpty else { continue }
            guard key != "line" || answer.count > 2 || Int(answer) != nil else {
                console.line("Give the line's number, or its name as the kernel calls it.")
                continue
            }
            var next = draft
            next.set(key, in: section, to: answer)
            guard let mistake = Self.mistake(in: next, of: key, section) else {
                draft = next
                return
            }
            console.line("\(mistake.found); \(mistake.allowed)")
        }
    }

    /// The mistake that the board file's check finds in a key.
    private static func mistake(in draft: BoardDraft, of key: String, _ section: String) -> Mistake?
    {
        do throws(Mistakes) {
            _ = try BoardFile.board(Array(draft.text.utf8), name: "")
            return nil
        } catch {
            return error.all.first { $0.place == "[\(section)] \(key)" }
        }
    }

    /// Yes or no.
    package func agrees(_ question: String, _ standard: Bool) throws(CommandFailure) -> Bool {
        while true {
            switch try line(question + (standard ? " [Y/n] " : " [y/N] ")).lowercased() {
            case "": return standard
            case "y", "yes": return true
            case "n", "no": return false
            case _: console.line("Type y or n.")
            }
        }
    }

    private func choose(
        _ question: String,
        _ words: [String],
        _ standard: String
    ) throws(CommandFailure) -> String {
        while true {
            let answer = try read(question, standard)
            if words.contains(answer) { return answer }
            console.line("Type \(words.joined(separator: " or ")).")
        }
    }

    private func read(_ question: String, _ standard: String?) throws(CommandFailure) -> String {
        let answer = try line(question + (standard.map { " [\($0)]: " } ?? ": "))
        return answer.isEmpty ? standard ?? "" : answer
    }

    /// One line that was typed.
    package func line(_ question: String) throws(CommandFailure) -> String {
        console.write(question)
        guard let answer = console.ask() else {
            throw CommandFailure(
                .refused,
                "\nhearth setup: nobody answered, so nothing was changed; in a script, give the answers in a "
                    + "file with --unattended, or a board with --board and --yes"
            )
        }
        return answer.trimmed
    }
}
