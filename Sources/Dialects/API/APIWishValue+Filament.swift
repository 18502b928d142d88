import Chamber
import JSON
import SwitchCore

/// Values that say something about a filament.
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
        let number = value.number ?? value.string.flatMap { Double($0) }
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
