import Chamber
import JSON

/// A value in a wish's body, with the name that an error is to give it.
struct APIWishValue {
    private let name: String
    private let value: JSONValue

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

    /// `wish`, where the value is `true`.
    func trigger(_ wish: Wish) throws(APIProblem) -> Wish {
        guard value.bool == true else { throw problem("must be true") }
        return wish
    }

    func temperature() throws(APIProblem) -> Celsius {
        guard let number = value.number, let temperature = Celsius(untrusted: number) else {
            throw problem("must be a temperature in °C")
        }
        return temperature
    }

    func difference() throws(APIProblem) -> TemperatureDelta {
        // 100 K: far more than any correction, and far less than what a number may hold.
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

    private func problem(_ words: String) -> APIProblem {
        .bad("bad_value", "\(name) \(words)")
    }
}
