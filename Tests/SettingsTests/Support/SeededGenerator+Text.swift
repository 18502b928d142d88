import Plant
import TestSupport

/// Text and bytes drawn at random, the same from the same seed on every machine.
extension SeededGenerator {
    /// Up to 4 KiB: now pure noise, now the words and signs of a board file thrown together.
    mutating func configurationLikeBytes() -> [UInt8] {
        let words = [
            "[", "]", "\n", "\r\n", ":", "=", " ", "\t", "#", ";", "board", "probe chamber",
            "heater", "[heater]\n", "[probe chamber]\n", "power_w: ", "series_ohms: ", "1e999",
            "nan",
            "-0", "82000", "\u{FEFF}", "\u{0}", "é", "[plant]\nseed: ", "thermistor: ", ",", ".",
            "99999999999999999999999",
        ]
        var bytes: [UInt8] = []
        let length = Int.random(in: 0...4096, using: &self)
        let isNoise = Bool.random(using: &self)
        while bytes.count < length {
            if isNoise || Int.random(in: 0..<20, using: &self) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &self))
            } else if let word = words.randomElement(using: &self) {
                bytes += Array(word.utf8)
            }
        }
        return bytes
    }
}

extension SeededGenerator {
    /// A well-formed board whose limits are drawn from around their ceilings.
    mutating func boardWithRandomNumbers() -> String {
        var text = BoardText.shortest + "\n[limits]\n"
        let keys: [(key: String, range: ClosedRange<Int>)] = [
            ("highest_target_c", 55...75), ("chamber_trip_c", 78...90),
            ("element_trip_c", 100...110),
            ("element_foldback_c", 95...108), ("element_resume_c", 90...105), ("session_h", 1...14),
            ("drying_h", 1...14),
        ]
        for (key, range) in keys where Int.random(in: 0..<3, using: &self) == 0 {
            text += "\(key): \(Int.random(in: range, using: &self))\n"
        }
        return text
    }

    /// The bytes with a few of them changed, left out or doubled.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: damaged.indices, using: &self)
            switch Int.random(in: 0..<3, using: &self) {
            case 0: damaged[place] = UInt8.random(in: 0...255, using: &self)
            case 1: damaged.remove(at: place)
            case _: damaged.insert(damaged[place], at: place)
            }
        }
        return damaged
    }
}
