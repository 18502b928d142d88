import Chamber
package import SwitchCore

extension Field<Double> {
    /// A number with a unit in `range`; `isCeiling`: the range's end is one of ``Ceilings``.
    package static func number(
        _ key: String,
        _ unit: String,
        _ range: ClosedRange<Double>,
        standard: Double? = nil,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field {
        let bounds = "between \(range.lowerBound.plain) and \(range.upperBound.plain)"
        return Field(
            key: key,
            meaning: meaning,
            allowed: unit.isEmpty ? "a number \(bounds)" : "\(unit) \(bounds)",
            standard: standard.map { ($0, $0.plain) }
        ) { text in
            guard let number = Double(plain: text) else { return .wrong(text.whyNoNumber) }
            if number < range.lowerBound { return .wrong("is too low") }
            if number > range.upperBound {
                return .wrong(
                    isCeiling ? "is above the ceiling, which no board may raise" : "is too high"
                )
            }
            return .value(number)
        }
    }

    /// A whole number with a unit in `range`; `isCeiling`: the range's end is one of ``Ceilings``.
    package static func whole(
        _ key: String,
        _ unit: String,
        _ range: ClosedRange<Int>,
        standard: Int? = nil,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field<Int> {
        let number = number(
            key,
            unit,
            Double(range.lowerBound)...Double(range.upperBound),
            standard: standard.map(Double.init),
            isCeiling: isCeiling,
            meaning: meaning
        )
        return Field<Int>(
            key: key,
            meaning: meaning,
            allowed: unit.isEmpty
                ? "a whole " + number.allowed.dropFirst(2) : "whole \(number.allowed)",
            standard: standard.map { ($0, String($0)) }
        ) { text in
            switch number.read(text) {
            case .wrong(let complaint): .wrong(complaint)
            case .value(let value): Int(exactly: value).map { .value($0) } ?? .wrong("is not whole")
            }
        }
    }
}

extension Field<Celsius> {
    /// A temperature in °C.
    package static func temperature(
        _ key: String,
        _ range: ClosedRange<Double>,
        standard: Celsius? = nil,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field {
        Field<Double>.number(
            key,
            "°C",
            range,
            standard: standard?.degrees,
            isCeiling: isCeiling,
            meaning: meaning
        ).map(Celsius.init(untrusted:))
    }
}

extension Field<TemperatureDelta> {
    /// A difference of temperatures in °C.
    package static func difference(
        _ key: String,
        _ range: ClosedRange<Double>,
        standard: TemperatureDelta? = nil,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field {
        Field<Double>.number(
            key,
            "°C",
            range,
            standard: standard?.kelvins,
            isCeiling: isCeiling,
            meaning: meaning
        ).map { TemperatureDelta($0) }
    }
}

extension Field<Duration> {
    /// A time in seconds.
    package static func seconds(
        _ key: String,
        _ range: ClosedRange<Double>,
        standard: Duration? = nil,
        meaning: String
    ) -> Field {
        time(key, "seconds", each: 1, range, standard: standard, meaning: meaning)
    }

    /// A time in minutes.
    package static func minutes(
        _ key: String,
        _ range: ClosedRange<Double>,
        standard: Duration? = nil,
        meaning: String
    ) -> Field {
        time(key, "minutes", each: 60, range, standard: standard, meaning: meaning)
    }

    /// A time in hours.
    package static func hours(
        _ key: String,
        _ range: ClosedRange<Double>,
        standard: Duration? = nil,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field {
        time(
            key,
            "hours",
            each: 3600,
            range,
            standard: standard,
            isCeiling: isCeiling,
            meaning: meaning
        )
    }

    private static func time(
        _ key: String,
        _ unit: String,
        each seconds: Double,
        _ range: ClosedRange<Double>,
        standard: Duration?,
        isCeiling: Bool = false,
        meaning: String
    ) -> Field {
        Field<Double>.number(
            key,
            unit,
            range,
            standard: standard.map { $0.inSeconds / seconds },
            isCeiling: isCeiling,
            meaning: meaning
        ).map { .seconds($0 * seconds) }
    }
}

extension String {
    /// What is wrong with a text that is no number, and a hint for a comma or a unit in it.
    fileprivate var whyNoNumber: String {
        if Double(plain: String(map { $0 == "," ? "." : $0 })) != nil {
            return "is not a number (write its point as \".\")"
        }
        let digits = prefix { $0.isNumber || ".+-".contains($0) }
        if digits.count < count, Double(plain: String(digits)) != nil, last?.isNumber == false {
            return "is not a number (leave the unit to the key)"
        }
        return "is not a number"
    }
}
