package import SwitchCore

/// How long each part of a self-test lasts, and what it takes for an answer.
///
/// The numbers suit elements that settle within about a minute (the nominal one: 43 K above the air at
/// full power, 36 s). A test by them heats for a minute at most.
package struct SelfTestPlan: Equatable, Sendable {
    /// The time until every probe has to read well.
    package var patience = Duration.seconds(10)
    /// Everything off: nothing may get warmer.
    package var rest = Duration.seconds(20)
    /// The heater on; less where the answer is there earlier.
    package var longestHeat = Duration.seconds(60)
    /// Heater and blower off: how fast an element cools in still air.
    package var stillAir = Duration.seconds(12)
    /// The blower on: how fast it cools now.
    package var movedAir = Duration.seconds(30)
    /// Then the blower until all is below the release temperature.
    package var longestCooling = Duration.minutes(3)

    /// While everything is off, more than this is heat from somewhere, in K. Four times what a cold
    /// machine drifts in a minute, a tenth of what a welded relay makes of the nominal element.
    package var restDriftKelvin = 2.0
    /// At the start, further from the chamber than this the element has not cooled, in K.
    package var warmElementKelvin = 8.0
    /// A rise that is an answer: the heat ends there, in K.
    package var enoughKelvin = 30.0
    /// Half-way through the heat there is at least this much, or there is no heat, in K.
    package var leastKelvin = 3.0
    /// Less than this share of the expected rise is a weak heater.
    package var weakShare = 0.4
    /// A probe that rises by this much, and by twice what the other does, is the one on the element,
    /// in K.
    package var tellingKelvin = 8.0
    /// No probe may be hotter than this while the test heats; lower than any trip temperature.
    package var hottest = Celsius(80)
    /// With the heater off the peak has to fall by this much, in K.
    package var leastFallKelvin = 1.5
    /// Moved air cools this many times faster than still air: the nominal blower 8 times, at three
    /// quarters of its stream 6 times.
    package var blowerFactor = 2.0
    /// Without an element probe the chamber itself must be able to answer, in K.
    package var tellingChamberKelvin = 1.0

    package init() {}
}
