import Chamber
import JSON
import Surroundings
import SwitchCore

/// A value in a wish's body, with its name for errors.
struct APIWishValue {
    let name: String
    let value: JSONValue

    init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }

    /// The value is an object.
    var isObject: Bool { value.object != nil }

    func bool() throws(APIProblem) -> Bool {
        guard let bool = value.bool else { throw problem("must be true or false") }
        return bool
    }

    /// The value can only mean off.
    var meansOff: Bool { value.meansOff }

    /// On is `true` alone; off is whatever can only mean off.
    func power() throws(APIProblem) -> Bool {
        if meansOff { return false }
        return try bool()
    }

    /// The value is `true`, as of a button.
    func press() throws(APIProblem) {
        guard value.bool == true else { throw problem("must be true") }
    }

    /// `wish`, where the value is `true`.
    func trigger(_ wish: Wish) throws(APIProblem) -> Wish {
        try press()
        return wish
    }

    func temperature() throws(APIProblem) -> Celsius {
        guard let number = value.number, let temperature = Celsius(untrusted: number) else {
            throw problem("must be a temperature in °C")
        }
        return temperature
    }

    func difference() throws(APIProblem) -> TemperatureDelta {
        // 100 K: far more than any correction, and far below a number's limits.
        guard let number = value.number, abs(number) <= 100 else {
            throw problem("must be a difference in K, at most ±100")
        }
        return TemperatureDelta(number)
    }

    func hours() throws(APIProblem) -> Int {
        guard let hours = value.wholeNumber, (1...1000).contains(hours) else {
            throw problem("must be a whole number of hours from 1")
        }
        return hours
    }

    /// A number of hours, in minutes.
    func minutes(in range: ClosedRange<Int>, _ problem: String) throws(APIProblem) -> Int {
        let bounds = Double(range.lowerBound)...Double(range.upperBound)
        guard let hours = value.number, bounds.contains(hours * 60) else {
            throw self.problem(problem)
        }
        return Int((hours * 60).rounded())
    }

    func seconds() throws(APIProblem) -> Duration {
        guard let number = value.number, number > 0, number <= 86_400 else {
            throw problem("must be a number of seconds above 0, at most 86400")
        }
        return .milliseconds(Int64(number * 1000))
    }

    /// One of a choice's words.
    func word<Choice: Worded>() throws(APIProblem) -> Choice {
        try word(among: Array(Choice.allCases))
    }

    /// One of the words of `choices`.
    func word<Choice: Worded>(among choices: [Choice]) throws(APIProblem) -> Choice {
        let words = choices.map(\.word)
        let known = words.map { "\"\($0)\"" }.joined(separator: ", ")
        guard let word = value.string else { throw problem("must be one of \(known)") }
        guard let index = words.firstIndex(of: word) else {
            let hint = word.prefix(40).description.nearest(among: words)
            throw problem(
                "is \"\(word.prefix(40))\": "
                    + (hint.map { "did you mean \"\($0)\"?" } ?? "known: \(known)")
            )
        }
        return choices[index]
    }

    /// The values of an object that holds exactly these keys, in this order.
    func members(_ keys: String...) throws(APIProblem) -> [APIWishValue] {
        let shape = "must be an object with \(keys.joined(separator: " and "))"
        guard let object = value.object else { throw problem(shape) }
        if let stranger = object.members.first(where: { !keys.contains($0.key) })?.key {
            let hint = stranger.prefix(40).description.nearest(among: keys)
            throw problem(
                "has an unknown key \"\(stranger.prefix(40))\": "
                    + (hint.map { "did you mean \"\($0)\"?" } ?? shape)
            )
        }
        var values: [APIWishValue] = []
        for key in keys {
            guard let value = object[key] else { throw problem(shape) }
            values.append(APIWishValue("\(name).\(key)", value))
        }
        return values
    }

    /// The members of an object that holds all the keys of `required`, perhaps some of `optional`, and no
    /// other.
    func fields(
        required: [String],
        optional: [String]
    ) throws(APIProblem) -> [String: APIWishValue] {
        let keys = required + optional
        let shape = "must be an object with \(required.joined(separator: " and "))"
        guard let object = value.object else { throw problem(shape) }
        var fields: [String: APIWishValue] = [:]
        for (key, value) in object.members {
            guard keys.contains(key) else {
                let hint = key.prefix(40).description.nearest(among: keys)
                throw problem(
                    "has an unknown key \"\(key.prefix(40))\": "
                        + (hint.map { "did you mean \"\($0)\"?" }
                            ?? "known: \(keys.joined(separator: ", "))")
                )
            }
            fields[key] = APIWishValue("\(name).\(key)", value)
        }
        guard required.allSatisfy({ fields[$0] != nil }) else { throw problem(shape) }
        return fields
    }

    /// A text without control characters and of at most so many bytes.
    func text(bytes: Int) throws(APIProblem) -> String {
        guard let text = value.string, PandaText.isAcceptable(text, bytes: bytes) else {
            throw problem("must be a text of at most \(bytes) bytes without control characters")
        }
        return text
    }

    /// A name or address of a host.
    func host() throws(APIProblem) -> String {
        let text = try text(bytes: 63)
        let isHost = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                || ".-_:%".utf8.contains(byte)
        }
        guard !text.isEmpty, isHost else {
            throw problem("must be an address such as 192.168.1.20, or a host's name")
        }
        return text
    }

    /// Where Moonraker is.
    func moonraker() throws(APIProblem) -> MoonrakerAddress {
        guard let place = MoonrakerAddress(try text(bytes: 160)) else {
            throw problem("must be \(MoonrakerAddress.allowed)")
        }
        return place
    }

    func port() throws(APIProblem) -> Int {
        guard let port = value.wholeNumber, (1...65_535).contains(port) else {
            throw problem("must be a port from 1 to 65535")
        }
        return port
    }

    func problem(_ words: String) -> APIProblem {
        .bad("bad_value", "\(name) \(words)")
    }
}

/// Values of wishes about a filament.
extension APIWishValue {
    /// A text that is not empty.
    func nonEmptyText(bytes: Int) throws(APIProblem) -> String {
        let text = try text(bytes: bytes)
        guard !text.isEmpty else { throw problem("must not be empty") }
        return text
    }

    /// A whole number.
    func whole(in range: ClosedRange<Int>) throws(APIProblem) -> Int {
        guard let number = value.wholeNumber, range.contains(number) else {
            throw problem(
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// A temperature, as a number or as a text that is one, as on tags.
    func looseTemperature(in range: ClosedRange<Celsius>) throws(APIProblem) -> Celsius {
        let number = value.number ?? value.string.flatMap { Double(plain: $0) }
        guard let temperature = number.flatMap(Celsius.init(untrusted:)),
            range.contains(temperature)
        else {
            let (low, high) = (range.lowerBound.degrees, range.upperBound.degrees)
            throw problem("must be a temperature from \(low.fixed(0)) to \(high.fixed(0)) °C")
        }
        return temperature
    }

    /// A colour of 6 or 8 hexadecimal digits, with or without `#`; answers RRGGBBAA in upper case.
    func color() throws(APIProblem) -> String {
        let text = try text(bytes: 9)
        let digits = (text.hasPrefix("#") ? String(text.dropFirst()) : text).uppercased()
        let isColor =
            [6, 8].contains(digits.utf8.count)
            && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        guard isColor else { throw problem("must be a colour such as FFAABB") }
        return digits.utf8.count == 6 ? digits + "FF" : digits
    }

    /// The values of an object that holds all these keys, and perhaps others.
    func members(required keys: [String]) throws(APIProblem) -> [String: APIWishValue] {
        guard let object = value.object else {
            throw problem("must be an object with \(keys.joined(separator: ", "))")
        }
        var fields: [String: APIWishValue] = [:]
        for key in keys {
            guard let member = object[key] else { throw problem("lacks \"\(key)\"") }
            fields[key] = APIWishValue("\(name).\(key)", member)
        }
        return fields
    }
}

/// Values of wishes about the machine's network and name; a secret is never repeated.
extension APIWishValue {
    /// IEEE 802.11: a name has up to 32 bytes; a WPA key 8 to 63, or 64 digits.
    private static let nameBytes = 32
    private static let keyBytes = 64

    /// A network to join; without a password an open one.
    func network() throws(APIProblem) -> DeviceWish {
        let fields = try fields(required: ["ssid"], optional: ["password"])
        // A byte of ISO 8859-1 in a network's name is two of the text that stands for it.
        let name = try fields["ssid"]?.text(bytes: 2 * Self.nameBytes) ?? ""
        guard !name.isEmpty else { throw .bad("bad_value", "join_network.ssid is empty") }
        let password = try fields["password"]?.text(bytes: Self.keyBytes) ?? ""
        let network = DeviceProfile.Network(ssid: name, password: password)
        guard network.hasPossibleName else {
            throw .bad("bad_value", "join_network.ssid may have \(Self.nameBytes) bytes at most")
        }
        return .joinNetwork(network)
    }

    /// The device's own network: its new settings, then whether it is on.
    func hotspot() throws(APIProblem) -> [DeviceWish] {
        let fields = try fields(required: [], optional: ["on", "ssid", "password", "address"])
        let name = try fields["ssid"]?.text(bytes: Self.nameBytes)
        let password = try fields["password"]?.text(bytes: Self.keyBytes)
        let address = try fields["address"]?.host()
        guard name != "", (password?.utf8.count ?? 8) >= 8, address.map(PandaText.isIPv4) ?? true
        else {
            throw .bad(
                "bad_value",
                "hotspot needs a name, a password of 8 bytes at least, and an IPv4 address"
            )
        }
        var wishes: [DeviceWish] = []
        if name != nil || password != nil || address != nil {
            wishes.append(.configureHotspot(ssid: name, password: password, address: address))
        }
        if let isOn = fields["on"] { wishes.append(.setHotspot(isOn: try isOn.bool())) }
        guard !wishes.isEmpty else {
            throw .bad("bad_value", "hotspot holds nothing: give on, ssid, password or address")
        }
        return wishes
    }

    /// A name for the machine.
    func hostname() throws(APIProblem) -> String {
        let name = try text(bytes: Self.nameBytes)
        guard PandaText.isHostname(name) else {
            throw .bad("bad_value", "hostname may have letters, digits and -, 32 at most")
        }
        return name
    }
}
