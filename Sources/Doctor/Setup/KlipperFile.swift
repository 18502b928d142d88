import Chamber
package import System

/// A printer's Klipper configuration, read leniently: its sections with their settings, those of included
/// files too.
package struct KlipperFile: Sendable {
    /// One `[kind name]`.
    package struct Section: Equatable, Sendable {
        /// The first word, in lower case: `thermistor`.
        package let kind: String
        /// The other words; empty where there are none.
        package let name: String
        /// In lower case, as Klipper reads keys.
        package fileprivate(set) var settings: [String: String]

        /// As it stands in the file.
        package var head: String { name.isEmpty ? "[\(kind)]" : "[\(kind) \(name)]" }
    }

    /// A configuration has a few dozen files of a few kilobytes.
    private static let mostFiles = 64
    private static let largestFile = 1024 * 1024

    /// In the order of the files; of one that comes twice the settings are joined, as Klipper does.
    package private(set) var sections: [Section] = []
    /// What could not be read, each in a sentence.
    package private(set) var notes: [String] = []
    private var files: Set<String> = []

    /// Reads the file at `path`; throws where that cannot be read. What it includes and cannot be read is
    /// noted.
    package init(_ path: String) throws(SystemError) {
        files.insert(Self.plain(path))
        read(try File.read(path, most: Self.largestFile), from: path)
    }

    /// The section of this kind and name; `nil`: there is none.
    package func section(_ kind: String, _ name: String) -> Section? {
        sections.first { $0.kind == kind && $0.name == name }
    }

    /// The sections of a kind.
    package func sections(_ kind: String) -> [Section] {
        sections.filter { $0.kind == kind }
    }

    private mutating func read(_ bytes: [UInt8], from path: String) {
        var current: Int?
        let text = String(decoding: bytes, as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline) {
            let content = Self.withoutComment(line)
            if content.first == "[", let end = content.firstIndex(of: "]") {
                let inside = content[content.index(after: content.startIndex)..<end]
                let words = inside.split(separator: " ").map(String.init)
                guard let kind = words.first?.lowercased() else { continue }
                let name = words.dropFirst().joined(separator: " ")
                current = nil
                if kind == "include" {
                    include(name, from: path)
                } else {
                    current = open(kind, name)
                }
                continue
            }
            // A line that begins with a space goes on with the value before it, such as a macro.
            guard let current, let first = content.first, first != " ", first != "\t",
                let sign = content.firstIndex(where: { $0 == ":" || $0 == "=" })
            else { continue }
            let key = String(content[..<sign]).trimmed.lowercased()
            let value = content[content.index(after: sign)...]
            sections[current].settings[key] = String(value).trimmed
        }
    }

    /// Comments begin with # or ; (Klipper's Config_Reference.md); `#*#` marks what SAVE_CONFIG wrote.
    private static func withoutComment(_ line: Substring) -> Substring {
        let line = line.hasPrefix("#*# ") ? line.dropFirst(4) : line
        return line.prefix { $0 != "#" && $0 != ";" }
    }

    private mutating func open(_ kind: String, _ name: String) -> Int {
        if let index = sections.firstIndex(where: { $0.kind == kind && $0.name == name }) {
            return index
        }
        sections.append(Section(kind: kind, name: name, settings: [:]))
        return sections.count - 1
    }

    private mutating func include(_ pattern: String, from path: String) {
        let folder = Directory.containing(path)
        let whole = pattern.hasPrefix("/") ? pattern : folder + "/" + pattern
        guard pattern.contains("*") else { return follow(whole, named: pattern) }
        let directory = Directory.containing(whole)
        let last = whole.split(separator: "/").last.map(String.init) ?? ""
        var names: [String] = []
        do throws(SystemError) {
            names = try Directory.names(in: directory).filter { $0.matches(pattern: last) }.sorted()
        } catch {
            notes.append("[include \(pattern)]: \(error.summary)")
        }
        for name in names { follow(directory + "/" + name, named: pattern) }
    }

    /// The path without `x/..`, so that a file that includes itself in a roundabout way is read once.
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private mutating func follow(_ path: String, named name: String) {
        let path = Self.plain(path)
        guard files.count < Self.mostFiles else {
            if notes.last?.hasPrefix("only") != true {
                notes.append("only \(Self.mostFiles) included files are read")
            }
            return
        }
        guard files.insert(path).inserted else { return }
        do throws(SystemError) {
            read(try File.read(path, most: Self.largestFile), from: path)
        } catch {
            notes.append("[include \(name)] is left out: \(error.summary)")
        }
    }
}

extension String {
    /// Whether a file's name is one that `*` stands for.
    fileprivate func matches(pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, hasPrefix(first) else { return false }
        var rest = dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
