/// How strong this machine's wireless network is.
package enum WirelessSignal {
    private static let path = "/proc/net/wireless"

    /// The strongest of this machine's radios, in dBm; `nil`: none, or the kernel does not say.
    package static func strongest() -> Int? {
        do throws(SystemError) {
            let bytes = try File.readIfPresent(path, most: 65_536) ?? []
            return strongest(in: String(decoding: bytes, as: UTF8.self))
        } catch {
            return nil
        }
    }

    /// The same from the kernel's text: after two lines of heads one line a radio, with name, status,
    /// quality and level (Linux, `net/wireless/wext-proc.c`). A level is written `-56.`, and 256 lower
    /// where a driver does not know it.
    package static func strongest(in text: String) -> Int? {
        let lines = text.split(separator: "\n").dropFirst(2)
        let levels = lines.compactMap { line -> Int? in
            let words = line.split(separator: " ")
            guard words.count > 3, words[0].hasSuffix(":") else { return nil }
            return Int(words[3].hasSuffix(".") ? words[3].dropLast() : words[3])
        }
        return levels.filter { (-120..<0).contains($0) }.max()
    }
}
