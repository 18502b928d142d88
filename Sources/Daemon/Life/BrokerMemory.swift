import System

/// Which topics of a broker may hold something of this device: a file in the state directory, so that a
/// later run with another id or prefix has the broker forget them.
struct BrokerMemory: Sendable {
    /// More than a device with its earlier names ever has.
    private static let mostTopics = 64
    private static let longestTopic = 512

    private let path: String

    init(in statePath: String) {
        path = statePath + "/mqtt-topics"
    }

    /// One topic a line. What is none is left out: it would end the connection.
    func topics() throws(SystemError) -> [String] {
        let most = Self.mostTopics * (Self.longestTopic + 1)
        guard let bytes = try File.readIfPresent(path, most: most, for: .readingNoLink) else {
            return []
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.mostTopics)
        return lines.compactMap { line in
            // Wildcards stand in no topic that something is published at (MQTT 3.1.1, section 4.7.1).
            guard line.count <= Self.longestTopic, !line.contains(where: { "+#".utf8.contains($0) })
            else { return nil }
            let text = String(validating: line, as: UTF8.self)
            return text.flatMap { $0.utf8.contains(0) ? nil : $0 }
        }
    }

    /// All or nothing.
    func keep(_ topics: [String]) throws(SystemError) {
        let text = topics.prefix(Self.mostTopics).map { $0 + "\n" }.joined()
        try File.replace(path, with: Array(text.utf8), forOwnerOfDirectory: true)
    }
}
