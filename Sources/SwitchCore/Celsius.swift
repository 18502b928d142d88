/// An absolute temperature in degrees Celsius; always a finite number.
package struct Celsius: Codable, Comparable, Hashable, Sendable {
    /// Degrees Celsius.
    package let degrees: Double

    /// A temperature from a number in the program itself.
    ///
    /// Numbers from outside use ``init(untrusted:)``. A number that is not finite becomes absolute
    /// zero, which every rule judges as a broken probe.
    package init(_ degrees: Double) {
        self.degrees = degrees.isFinite ? degrees : -273.15
    }

    /// A temperature from an unchecked number; `nil` where the number is not finite or lies outside
    /// −273.15…10,000 °C.
    package init?(untrusted degrees: Double) {
        guard degrees.isFinite, degrees >= -273.15, degrees <= 10_000 else { return nil }
        self.degrees = degrees
    }

    package static func < (left: Celsius, right: Celsius) -> Bool {
        left.degrees < right.degrees
    }

    /// The temperature `delta` above (below where it is negative).
    package static func + (left: Celsius, delta: TemperatureDelta) -> Celsius {
        Celsius(left.degrees + delta.kelvins)
    }

    /// The temperature `delta` below.
    package static func - (left: Celsius, delta: TemperatureDelta) -> Celsius {
        Celsius(left.degrees - delta.kelvins)
    }

    /// How far `left` is above `right`.
    package static func - (left: Celsius, right: Celsius) -> TemperatureDelta {
        TemperatureDelta(left.degrees - right.degrees)
    }

    /// This temperature, or the nearer end of `range` where it lies outside.
    package func clamped(to range: ClosedRange<Celsius>) -> Celsius {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
