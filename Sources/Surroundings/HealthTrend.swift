/// What the health figures were before: the stored runs nearest to a month ago.
package struct HealthTrend: Equatable, Sendable {
    /// An earlier value, and how many days ago, when the last run ended.
    package struct Past: Equatable, Sendable {
        /// A share, or K.
        package let value: Double
        /// At least 7.
        package let days: Double

        package init(value: Double, days: Double) {
            self.value = value
            self.days = days
        }
    }

    /// Of the heater's power; `nil` where there is no run of a week ago or more.
    package var heater: Past?
    /// Of the blower's heat transfer.
    package var blower: Past?
    /// Of the power that a hold takes.
    package var loss: Past?
    /// Of the probes' difference at rest, in K.
    package var probeDifferenceKelvin: Past?

    package init(
        heater: Past? = nil,
        blower: Past? = nil,
        loss: Past? = nil,
        probeDifferenceKelvin: Past? = nil
    ) {
        self.heater = heater
        self.blower = blower
        self.loss = loss
        self.probeDifferenceKelvin = probeDifferenceKelvin
    }
}
