import System

/// The topics at which a broker may keep messages of this device, in a file in the state directory: a
/// later run with another id or prefix deletes the messages.
struct BrokerMemory: Sendable {
    /// More topics than a device with all its earlier names has.
    private static let mostTopics = 64
    private static let longestTopic = 512

    private let path: String

    init(in statePath: String) {
        path = statePath + "/mqtt-topics"
    }

    /// Reads the topics, one on each line; `nil` where no run has written the file. Leaves out invalid
    /// ones: the broker would end the connection.
    func topics() throws(SystemError) -> [String]? {
        let most = Self.mostTopics * (Self.longestTopic + 1)
        guard let bytes = try File.readIfPresent(path, most: most, for: .readingNoLink) else {
            return nil
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.mostTopics)
        return lines.compactMap { line in
            // The topic of a published message has no wildcards (MQTT 3.1.1, section 4.7.1).
            guard line.count <= Self.longestTopic, !line.contains(where: { "+#".utf8.contains($0) })
            else { return nil }
            let text = String(validating: line, as: UTF8.self)
            return text.flatMap { $0.utf8.contains(0) ? nil : $0 }
        }
    }

    /// Writes the topics, all or nothing.
    func keep(_ topics: [String]) throws(SystemError) {
        let text = topics.prefix(Self.mostTopics).map { $0 + "\n" }.joined()
        try File.replace(path, with: Array(text.utf8), forOwnerOfDirectory: true)
    }
}
