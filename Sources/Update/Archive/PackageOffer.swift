import System

/// A newer version of the package that `apt` knows of: what it fetched with its last `apt update`, which any
/// user may read.
package struct PackageOffer {
    private let lists: String
    private let status: String
    private var seen: [UInt64] = []
    private var known: PackageVersion?

    /// Looks below `root`, where another machine's files lie.
    package init(root: String = "") {
        lists = root + "/var/lib/apt/lists"
        status = root + "/var/lib/dpkg/status"
    }

    /// What archives of Hearth call themselves, of releases and of development.
    private static let origins = ["Origin: Hearth", "Origin: Hearth development"]
    /// More than the lists of an archive with hundreds of versions have, and the packages of a machine.
    private static let largestList = 4 * 1024 * 1024
    private static let largestStatus = 32 * 1024 * 1024
    /// The origin stands above the checksums.
    private static let beginning = 4096

    /// The newest version that is offered and newer than the package that is installed and than what runs;
    /// `nil`: none, or no package is installed. Reads only what has changed since the last call.
    ///
    /// - Parameter running: the version of this program, which an update may have brought.
    package mutating func newest(running: String) -> String? {
        let marks = [File.mark(of: lists), File.mark(of: status)]
        if marks != seen {
            (seen, known) = (marks, offered())
        }
        guard let known, let running = PackageVersion(running), running < known else { return nil }
        return known.description
    }

    /// The newest version in the lists that is newer than the package.
    private func offered() -> PackageVersion? {
        guard let installed = installed() else { return nil }
        let newest = archives().flatMap { archive in
            Self.stanzas(of: contents(archive, most: Self.largestList))
                .filter { $0["Architecture"] == installed.architecture }
                .compactMap { $0["Version"].flatMap { PackageVersion($0) } }
        }.max()
        return newest.flatMap { installed.version < $0 ? $0 : nil }
    }

    /// The package that is installed.
    private func installed() -> (version: PackageVersion, architecture: String)? {
        let stanzas = Self.stanzas(of: contents(status, most: Self.largestStatus))
        guard let stanza = stanzas.first(where: { $0["Status"]?.hasSuffix(" installed") == true }),
            let version = stanza["Version"].flatMap({ PackageVersion($0) }),
            let architecture = stanza["Architecture"]
        else { return nil }
        return (version, architecture)
    }

    /// The lists of packages of Hearth's own archives: `HOST_PATH_dists_SUITE_main_binary-ARCH_Packages`
    /// beside `HOST_PATH_dists_SUITE_InRelease` or `_Release`.
    private func archives() -> [String] {
        let names: [String]
        do throws(SystemError) {
            names = try Directory.names(in: lists)
        } catch {
            return []
        }
        let suites = names.compactMap { name -> String? in
            guard let end = ["_InRelease", "_Release"].first(where: { name.hasSuffix($0) }) else {
                return nil
            }
            let release = contents("\(lists)/\(name)", beginning: Self.beginning)
            let lines = String(decoding: release, as: UTF8.self).split(separator: "\n")
            guard lines.contains(where: { Self.origins.contains(String($0)) }) else { return nil }
            return String(name.dropLast(end.count)) + "_"
        }
        return names.filter { name in
            name.hasSuffix("_Packages") && suites.contains { name.hasPrefix($0) }
        }.map { "\(lists)/\($0)" }
    }

    /// Empty where there is none, or it is larger.
    private func contents(_ path: String, most: Int) -> [UInt8] {
        let bytes = contents(path, beginning: most + 1)
        return bytes.count > most ? [] : bytes
    }

    private func contents(_ path: String, beginning count: Int) -> [UInt8] {
        do throws(SystemError) {
            return try File.beginning(of: path, count)
        } catch {
            return []
        }
    }

    private static let head = Array("Package: hearth\n".utf8)

    /// What the paragraphs about the package say (deb-control(5)), without the lines that continue others.
    private static func stanzas(of bytes: [UInt8]) -> [[String: String]] {
        let newline = UInt8(ascii: "\n")
        var found: [[String: String]] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            if bytes[start...].starts(with: head) {
                var fields: [String: String] = [:]
                while start < bytes.endIndex, bytes[start] != newline {
                    let end = bytes[start...].firstIndex(of: newline) ?? bytes.endIndex
                    let line = String(decoding: bytes[start..<end], as: UTF8.self)
                    if let colon = line.firstIndex(of: ":"), line.first != " " {
                        let value = line[line.index(after: colon)...].drop { $0 == " " }
                        fields[String(line[..<colon])] = String(value)
                    }
                    start = min(end + 1, bytes.endIndex)
                }
                found.append(fields)
            }
            let end = bytes[start...].firstIndex(of: newline) ?? bytes.endIndex
            start = min(end + 1, bytes.endIndex)
        }
        return found
    }
}
