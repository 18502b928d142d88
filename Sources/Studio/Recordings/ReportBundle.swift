import CommandLine
import Glibc
package import JSON
import System

/// The files of a bug report: the recording, events, state, board, service and the doctor's findings.
///
/// The bundle holds only what is listed here: nothing reads the stored profile, which names networks,
/// passwords and printers. Comments are dropped from files that people write; host names and addresses
/// are replaced.
package struct ReportBundle {
    /// The files so far, for ``TarArchive/bytes(of:seconds:)``.
    package private(set) var entries: [TarArchive.Entry] = []
    private let folder: String
    private let names: [String]

    /// A bundle with its files in `folder`. `names` are the machine's own names, which are replaced.
    package init(folder: String, names: [String] = MachineNames.own) {
        self.folder = folder
        self.names = names.filter { $0.utf8.count > 1 && $0 != "localhost" }
    }

    /// Adds a file unchanged.
    package mutating func add(_ name: String, _ bytes: [UInt8]) {
        entries.append(TarArchive.Entry(name: folder + "/" + name, bytes: bytes))
    }

    /// Adds a text, with names and addresses replaced.
    package mutating func add(_ name: String, text: String) {
        add(name, Array(cleaned(text).utf8))
    }

    /// Adds a file of sections and keys, without comments and the line `host_names`.
    package mutating func add(_ name: String, settings bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
            Self.withoutComment($0)
        }
        let kept = lines.filter { line in
            !line.isEmpty && !line.lowercased().hasPrefix("host_names")
        }
        add(name, text: kept.joined(separator: "\n") + "\n")
    }

    /// The state without `device`, which names networks, printers and hosts.
    package static func withoutDevice(_ state: JSONObject) -> String {
        let kept = state.members.filter { $0.key != "device" }
        let bytes = JSONWriter.object { writer in
            for (key, value) in kept { writer.member(key, value) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The events, without the text of outside parts, which can name printers and networks.
    package static func withoutNames(_ page: JSONObject) -> String {
        guard case .array(let events) = page["events"] else { return "{}" }
        let bytes = JSONWriter.object { writer in
            writer.array("events") { list in
                for event in events.compactMap(\.object) {
                    // The controller's own events have no such member.
                    let isAround = event["trouble"] != nil
                    list.object { writer in
                        for (key, value) in event.members where !isAround || key != "text" {
                            writer.member(key, value)
                        }
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func withoutComment(_ line: Substring) -> String {
        var kept = ""
        var isBehindSpace = true
        for character in line {
            if character == "#" || character == ";", isBehindSpace { break }
            kept.append(character)
            isBehindSpace = character == " " || character == "\t"
        }
        while kept.last == " " || kept.last == "\t" { kept.removeLast() }
        return kept
    }

    /// The text with the machine's names and every IPv4 address replaced.
    func cleaned(_ text: String) -> String {
        var cleaned = text
        for name in names.sorted(by: { $0.count > $1.count }) {
            cleaned = cleaned.replacing(name, with: "<host>")
        }
        return Self.withoutAddresses(cleaned)
    }

    private static func withoutAddresses(_ text: String) -> String {
        var result = ""
        var run = ""
        for character in text + "\0" {
            if character.isNumber || character == "." {
                run.append(character)
                continue
            }
            let parts = run.split(separator: ".", omittingEmptySubsequences: false)
            let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
            let isTold = run == "127.0.0.1" || run == "0.0.0.0"
            result += isAddress && !isTold ? "<address>" : run
            run = ""
            if character != "\0" { result.append(character) }
        }
        return result
    }
}

extension String {
    /// Replaces `word` where it stands alone: the user `pi` is not replaced inside `gpio`.
    fileprivate func replacing(_ word: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        var last: Character = " "
        while let next = rest.first {
            let behind = rest.dropFirst(word.count).first ?? " "
            if rest.hasPrefix(word), !last.isPartOfWord, !behind.isPartOfWord {
                result += other
                rest = rest.dropFirst(word.count)
                last = " "
            } else {
                result.append(next)
                rest = rest.dropFirst()
                last = next
            }
        }
        return result
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber }
}

/// The names of this machine and its user.
package enum MachineNames {
    /// Host names and the user's name, without the users that every machine has.
    package static var own: [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        var names: [String] = []
        if gethostname(&buffer, buffer.count - 1) == 0 {
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let name = String(decoding: bytes, as: UTF8.self)
            names = [name, String(name.prefix { $0 != "." })]
        }
        return names
            + [Environment.variable("USER"), Environment.variable("SUDO_USER")]
            .compactMap { $0 }.filter { $0 != "root" && $0 != "hearth" }
    }
}
