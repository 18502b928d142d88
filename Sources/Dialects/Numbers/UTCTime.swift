/// Calendar time as other machines read it.
enum UTCTime {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// `2026-02-27T21:15:10Z` of milliseconds since 1970; from the days by the proleptic Gregorian
    /// calendar (400 years are 146,097 days).
    static func text(milliseconds: Int64) -> String {
        let (days, rest) = milliseconds.quotientAndRemainder(flooringBy: dayMilliseconds)
        let seconds = rest / 1000
        // Years from March on: the leap day comes last.
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(flooringBy: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(year.digits(4))-\(month.digits(2))-\(day.digits(2))"
        let hour = (seconds / 3600).digits(2)
        return date + "T\(hour):\((seconds / 60 % 60).digits(2)):\((seconds % 60).digits(2))Z"
    }
}

extension Int64 {
    /// Like division of whole numbers, but rounded down below zero too.
    fileprivate func quotientAndRemainder(
        flooringBy divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// With zeros in front, to at least `count` digits.
    fileprivate func digits(_ count: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, count - text.utf8.count)) + text
    }
}

extension Duration {
    /// Whole seconds, the last one that has begun included: a countdown shows 0 only when it is
    /// over.
    var wholeSecondsUp: Int64 {
        let parts = components
        return parts.attoseconds > 0 ? parts.seconds + 1 : parts.seconds
    }
}
