import Chamber
import JSON

/// The calibration of a running daemon: without one, the rules see a fault later than they could.
enum CalibrationCheck {
    static func findings(_ daemon: RunningDaemon) -> [Finding] {
        guard case .answered(let state) = daemon, let model = state["model"]?.object,
            let word = model["state"]?.string, let text = model["text"]?.string
        else { return [] }
        guard word != CalibrationState.calibrated.word else { return [.ok("calibrate", text)] }
        return [
            .warning(
                "calibrate",
                text,
                advice: "with the chamber cold and its door closed, run \"hearth calibrate\""
            )
        ]
    }
}
