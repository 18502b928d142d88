import JSON

extension SlotChoice {
    /// The form that this version reads and writes.
    private static let format = 1
    /// Bytes of the file; ours has 300, and with all news 3,000.
    static let longest = 16 * 1024

    /// From a file's bytes; `nil` where they make no sense, which is as if nothing had been chosen.
    package init?(parsing bytes: [UInt8]) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            return nil
        }
        guard let object = value.object, object["format"]?.wholeNumber == Self.format,
            let use = object["use"]?.string.flatMap(ProgramSet.init(rawValue:)),
            let version = object["package"]?.string.flatMap(ReleaseVersion.init)
        else { return nil }
        self.init(packageVersion: version)
        self.use = use
        previous = object["previous"]?.string.flatMap(ProgramSet.init(rawValue:))
        if let trial = object["trial"]?.object {
            guard let left = trial["starts_left"]?.wholeNumber, (0...Self.starts).contains(left),
                let fallback = trial["fallback"]?.string.flatMap(ProgramSet.init(rawValue:))
            else { return nil }
            self.trial = Trial(startsLeft: left, fallback: fallback)
        }
        guard case .array(let entries)? = object["news"] else { return }
        for entry in entries {
            guard let text = entry.object?["text"]?.string else { continue }
            tell(text, isTrouble: entry.object?["trouble"]?.bool == true)
        }
    }

    /// The bytes of its file.
    package func encoded() -> [UInt8] {
        let json = JSONWriter.object { json in
            json.member("format", Self.format)
            json.member("use", use.rawValue)
            json.member("package", packageVersion.description)
            if let previous { json.member("previous", previous.rawValue) }
            if let trial {
                json.object("trial") { json in
                    json.member("starts_left", trial.startsLeft)
                    json.member("fallback", trial.fallback.rawValue)
                }
            }
            json.array("news") { list in
                for item in news {
                    list.object { json in
                        json.member("text", item.text)
                        json.member("trouble", item.isTrouble)
                    }
                }
            }
        }
        return json + [UInt8(ascii: "\n")]
    }
}
