package import Chamber

/// What one run of the heater showed, with the board and the calibration that it was compared with.
package struct HealthRun: Equatable, Sendable {
    /// When the run ended.
    package let wall: WallTime
    /// The figures of this run alone.
    package let figures: HealthFigures
    /// The relay's switchings in its life, until then.
    package let switchings: UInt64
    /// What the figures were compared with.
    package let reference: Reference

    package init(
        wall: WallTime,
        figures: HealthFigures,
        switchings: UInt64,
        reference: Reference
    ) {
        self.wall = wall
        self.figures = figures
        self.switchings = switchings
        self.reference = reference
    }

    /// Identifies the board and its calibration. Figures with another reference say nothing here.
    package struct Reference: Equatable, Sendable {
        /// The board's fingerprint.
        package let board: String
        /// The element's excess at full power, which nothing but a calibration changes.
        package let excessKelvin: Double
        /// The element's time constant, likewise.
        package let timeConstantSeconds: Double

        package init(board: String, excessKelvin: Double, timeConstantSeconds: Double) {
            self.board = board
            self.excessKelvin = excessKelvin
            self.timeConstantSeconds = timeConstantSeconds
        }

        /// The reference of a board that regulates by `model`.
        package init(board: String, _ model: ThermalModel) {
            self.init(
                board: board,
                excessKelvin: model.elementExcessKelvin,
                timeConstantSeconds: model.elementTimeConstantSeconds
            )
        }
    }
}
