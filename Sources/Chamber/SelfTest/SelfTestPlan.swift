package import SwitchCore

/// The times and limits of a self-test.
///
/// The numbers suit elements that settle within about a minute (the nominal one: 43 K above the air at
/// full power, 36 s). Such a test heats for at most a minute.
package struct SelfTestPlan: Equatable, Sendable {
    /// The time within which every probe must be good.
    package var patience = Duration.seconds(10)
    /// Everything off; nothing may get warmer.
    package var rest = Duration.seconds(20)
    /// The heater on, at most; it ends earlier with a clear rise.
    package var longestHeat = Duration.seconds(60)
    /// Heater and blower off, to see how fast the element cools in still air.
    package var stillAir = Duration.seconds(12)
    /// The blower on, to see how fast the element cools now.
    package var movedAir = Duration.seconds(30)
    /// Then the blower on until everything is below the release temperature, at most.
    package var longestCooling = Duration.minutes(3)

    /// A larger rise with everything off is unexplained heat, in K. Four times the drift of a cold
    /// machine in a minute, a tenth of what a welded relay does to the nominal element.
    package var restDriftKelvin = 2.0
    /// At the start, an element further from the chamber than this has not cooled, in K.
    package var warmElementKelvin = 8.0
    /// The heat ends at this rise, in K.
    package var enoughKelvin = 30.0
    /// A smaller rise half-way through the heat means that there is no heat, in K.
    package var leastKelvin = 3.0
    /// Less than this share of the expected rise means a weak heater.
    package var weakShare = 0.4
    /// A probe with this rise, and twice the other probe's, is the one on the element, in K.
    package var tellingKelvin = 8.0
    /// The highest temperature of a probe during the test; lower than any trip temperature.
    package var hottest = Celsius(80)
    /// With the heater off, the temperature must fall from its peak by this much, in K.
    package var leastFallKelvin = 1.5
    /// Moved air must cool at least this many times faster than still air: the nominal blower does 8
    /// times, at three quarters of its airflow 6 times.
    package var blowerFactor = 2.0
    /// Without an element probe, the chamber's expected rise must be at least this, in K, to judge it.
    package var tellingChamberKelvin = 1.0

    package init() {}
}
