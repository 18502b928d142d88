import SwitchCore

extension CalibrationFailure {
    /// What is wrong and what to do, as the end of a sentence.
    package var explanation: String {
        switch self {
        case .stopped: "it was stopped"
        case .heatWanted: "other heat was asked for"
        case .fault: "a fault latched"
        case .leaseExpired: "the program that asked for it went silent"
        case .turnedOff: "the power was turned off"
        case .notAtRest:
            "the temperatures still moved with the heater off; let everything cool to the room"
        case .noEffect:
            "the chamber hardly warmed; check the heater, its cut-out and where the probe sits"
        case .poorFit:
            "the heater's power does not follow its relay; keep the door closed and calibrate "
                + "again, and see docs/safety.md if that does not help"
        case .heatEscapes:
            "the heat escapes as through an open door; close it, let everything cool and calibrate again"
        case .airStands:
            "the element gets far hotter than its air; check that the blower runs and is not blocked"
        case .outOfBounds:
            "a number is outside what a chamber heater shows; check that the element's probe touches it "
                + "well, the mains voltage, and the board file's power_w"
        case .probeMoved:
            "element and air no longer warm in the proportion of the last calibration: a probe has "
                + "moved. Put it back; if it must stay there, forget the old calibration (hearth "
                + "calibrate --forget) and calibrate again"
        case .heaterChanged:
            "the element heats very differently from the last calibration; check its probe, the "
                + "blower and its filter. If you changed the heater, forget the old calibration "
                + "(hearth calibrate --forget) and calibrate again"
        case .bedHot:
            "the printer prints or heats its bed, which warms the chamber too; wait until it is cold"
        }
    }
}

extension CalibrationFigures {
    /// The numbers, in one line for people, without those that were not measured.
    package var sentence: String {
        guard slopeKelvinPerSecond > 0 else { return "Nothing was measured" }
        var text =
            "Measured: heating rate \((slopeKelvinPerSecond * 60).fixed(2)) K/min after "
            + "\(deadTimeSeconds.fixed(0)) s"
        if elementExcessKelvin > 0 {
            text +=
                ", element \(elementExcessKelvin.fixed(1)) K above the air at full power with "
                + "\(elementTimeConstantSeconds.fixed(0)) s, loss ratio \(lossRatio.fixed(2))"
        }
        return text + ", quality \(quality.percent)"
    }
}

extension ModelRefusal {
    /// What is wrong and what to do, as the end of a sentence.
    package var explanation: String {
        switch self {
        case .otherBoard:
            "it was learned on another board; the board file's numbers are used until a calibration"
        case .impossible:
            "a number in it is impossible; the board file's are used until a calibration"
        case .damaged:
            "what was stored is damaged; the board file's numbers are used until a calibration"
        }
    }
}

extension CalibrationReport {
    /// The result, in one line for people.
    package var sentence: String {
        guard let failure else { return "The model was adopted. \(figures.sentence)" }
        return "No model: \(failure.explanation). \(figures.sentence)"
    }
}

extension ModelChange {
    /// The chamber temperature for the message about a learned change, in °C: the usual one for ABS.
    private static let toldAt = 55.0

    /// What changed, in one line for people.
    package var sentence: String {
        switch cause {
        case .calibration:
            "Calibrated, quality \(quality.percent): now \(new.words); before \(old.words)"
        case .learning:
            "Adjusted to your chamber: holding \(Self.toldAt.fixed(0)) °C now takes "
                + "\(new.holdPercent(at: Self.toldAt)) % power "
                + "(was \(old.holdPercent(at: Self.toldAt)) %)"
        }
    }
}

extension ThermalModel {
    /// The duty that holds the chamber at `degrees` (°C), in whole percent.
    fileprivate func holdPercent(at degrees: Double) -> String {
        (min(max(holdDuty(at: Celsius(degrees)), 0), 1) * 100).fixed(0)
    }
}

extension ThermalModel {
    /// The numbers, in one line for people.
    package var words: String {
        "heating rate \((slopeKelvinPerSecond * 60).fixed(2)) K/min "
            + "after \(deadTimeSeconds.fixed(0)) s, element \(elementExcessKelvin.fixed(1)) K with \(elementTimeConstantSeconds.fixed(0)) s, "
            + "hold \((holdDutyPerKelvin * 100).fixed(2)) % a kelvin above \(room.degrees.fixed(1)) °C"
    }
}
