/// One mistake in a configuration file: where it is, what was found, and what is allowed.
package struct Mistake: Equatable, Sendable {
    /// The file's name as the user gave it.
    package let file: String
    /// The line of the mistake, counted from 1; `nil`: it concerns the file as a whole.
    package let line: Int?
    /// The section and key, as `[heater] power_w`; `nil` for a line without either.
    package let place: String?
    /// What is wrong.
    package let found: String
    /// What to write instead.
    package let allowed: String

    package init(file: String, line: Int?, place: String?, found: String, allowed: String) {
        self.file = file
        self.line = line
        self.place = place
        self.found = found
        self.allowed = allowed
    }
}

extension Mistake: CustomStringConvertible {
    /// `boards/my.conf:12: [probe chamber] series_ohms: "8x2" is not a number; give ohms between …`
    package var description: String {
        let lineText = line.map { ":\($0)" } ?? ""
        let placeText = place.map { "\($0): " } ?? ""
        return "\(file)\(lineText): \(placeText)\(found); \(allowed)"
    }
}

/// The mistakes of one file, in the order of its lines. They are thrown together, so that a user sees
/// all of them at once.
package struct Mistakes: Error, Equatable, Sendable {
    /// The limit on listed mistakes; further ones are only counted, because such a file is probably no
    /// configuration at all.
    package static let longestList = 100

    /// The name that every mistake is reported under.
    package let file: String
    /// At most ``longestList`` mistakes.
    package private(set) var all: [Mistake] = []
    /// How many mistakes are not in ``all``.
    package private(set) var omitted = 0

    package init(file: String) {
        self.file = file
    }

    /// The file has no mistakes.
    package var isEmpty: Bool { all.isEmpty }

    /// Adds a mistake at its line's place in the list.
    package mutating func add(line: Int?, place: String?, found: String, allowed: String) {
        guard all.count < Self.longestList else {
            omitted += 1
            return
        }
        let mistake = Mistake(
            file: file,
            line: line,
            place: place,
            found: found,
            allowed: allowed
        )
        // A mistake without a line is about something missing: it goes last.
        let position = all.firstIndex { ($0.line ?? .max) > (line ?? .max) }
        all.insert(mistake, at: position ?? all.endIndex)
    }
}

extension Mistakes: CustomStringConvertible {
    /// One mistake on each line.
    package var description: String {
        var lines = all.map(\.description)
        if omitted > 0 { lines.append("\(file): and \(omitted) more mistakes") }
        return lines.joined(separator: "\n")
    }
}
