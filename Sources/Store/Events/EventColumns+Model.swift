import Chamber
import SwitchCore

extension EventColumns {
    /// A calibration that failed, from the columns; `nil` where they do not hold one.
    var calibrationFailed: Event.Kind? {
        guard let stored = detail.flatMap(NumberedWord.init(text:)),
            let failure = CalibrationFailure(word: stored.word),
            let figures = CalibrationFigures(numbers: stored.numbers)
        else { return nil }
        return .calibrationFailed(failure, figures)
    }

    /// A model that was adopted, from the columns; `nil` where they do not hold one.
    var modelAdopted: Event.Kind? {
        guard let stored = detail.flatMap(NumberedWord.init(text:)),
            let cause = ModelChange.Cause(word: stored.word), stored.numbers.count == 15,
            let quality = stored.numbers[0],
            let old = ThermalModel(numbers: stored.numbers[1..<8]),
            let new = ThermalModel(numbers: stored.numbers[8..<15])
        else { return nil }
        return .modelAdopted(ModelChange(old: old, new: new, cause: cause, quality: quality))
    }
}

extension ModelChange {
    /// The numbers, for a row.
    var numbers: [Double?] { [quality] + old.numbers + new.numbers }
}

extension CalibrationFigures {
    /// The numbers, for a row; their order is part of the stored format.
    var numbers: [Double?] {
        [
            restChamber, restElement, slopeKelvinPerSecond, deadTimeSeconds, elementExcessKelvin,
            elementTimeConstantSeconds, lossRatio, heatingSeconds, quality,
        ]
    }

    /// The figures of a row; `nil` where a number is missing.
    init?(numbers: [Double?]) {
        guard numbers.count == 9, let restChamber = numbers[0] else { return nil }
        let rest = numbers[2...].compactMap { $0 }
        guard rest.count == 7 else { return nil }
        self.init()
        self.restChamber = restChamber
        restElement = numbers[1]
        slopeKelvinPerSecond = rest[0]
        deadTimeSeconds = rest[1]
        elementExcessKelvin = rest[2]
        elementTimeConstantSeconds = rest[3]
        lossRatio = rest[4]
        heatingSeconds = rest[5]
        quality = rest[6]
    }
}

extension ThermalModel {
    /// The numbers, for a row; their order is part of the stored format.
    var numbers: [Double?] {
        [
            Double(origin.rawValue), slopeKelvinPerSecond, deadTimeSeconds, holdDutyPerKelvin,
            room.degrees, elementExcessKelvin, elementTimeConstantSeconds,
        ]
    }

    /// The model of a row; `nil` where a number is missing or makes no sense.
    init?(numbers: ArraySlice<Double?>) {
        let numbers = numbers.compactMap { $0 }
        guard numbers.count == 7, let byte = UInt8(exactly: numbers[0]),
            let origin = Origin(rawValue: byte)
        else { return nil }
        self.init(
            slopeKelvinPerSecond: numbers[1],
            deadTimeSeconds: numbers[2],
            holdDutyPerKelvin: numbers[3],
            room: Celsius(numbers[4]),
            elementExcessKelvin: numbers[5],
            elementTimeConstantSeconds: numbers[6],
            origin: origin
        )
    }
}
