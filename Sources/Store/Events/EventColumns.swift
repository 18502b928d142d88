import Chamber
import Surroundings
import SwitchCore

/// An event's kind as columns of the table `events`.
struct EventColumns: Equatable {
    /// ``Event/Kind/word``
    var kind: String
    var detail: String?
    var number: FaultNumber?
    var value: Double?
    var bound: Double?
    var probe: ProbeName?
    var condition: ProbeStatus.Condition?
    var chamber: Celsius?
    var element: Celsius?
    var duty: Duty?

    init(_ kind: Occurrence.Kind) {
        self.kind = kind.word
        switch kind {
        case .controller(let kind):
            fill(from: kind)
        case .device(let event):
            detail = event.text
            value = event.isTrouble ? 1 : 0
        }
    }

    private mutating func fill(from kind: Event.Kind) {
        switch kind {
        case .started, .dryingEnded, .settingsChanged:
            break
        case .poweredOn(let mode, let target):
            detail = mode.word
            value = target.degrees
        case .poweredOff(let reason):
            detail = reason.word
        case .dryingStarted(let target, let duration):
            value = target.degrees
            bound = duration.inSeconds
        case .latched(let record):
            fill(from: record)
        case .clearApproved(let number):
            self.number = number
        case .latchCleared(let code):
            detail = code.word
        case .warningRaised(let code, let value, let limit):
            detail = code.word
            self.value = value
            bound = limit
        case .warningEnded(let code):
            detail = code.word
        case .foldbackBegan(let element):
            value = element.degrees
        case .foldbackEnded(let element):
            value = element.degrees
        case .calibrationStarted, .calibrationForgotten, .calibrationOutdated:
            break
        case .calibrationFailed(let failure, let figures):
            detail = NumberedWord(failure.word, figures.numbers).text
        case .modelAdopted(let change):
            detail = NumberedWord(change.cause.word, change.numbers).text
        case .modelRefused(let refusal):
            detail = refusal.word
        case .soakEnded(let duration, let isSkipped):
            value = duration.inSeconds
            bound = isSkipped ? 1 : 0
        case .heatPaused(let contact), .heatResumed(let contact):
            detail = contact.word
        }
    }

    private mutating func fill(from record: FaultRecord) {
        detail = record.code.word
        number = record.number
        value = record.value
        bound = record.limit
        probe = record.probe
        condition = record.condition
        chamber = record.chamber
        element = record.element
        duty = record.duty
    }

    /// The names of the columns, in the order of ``values``.
    static let names =
        "kind, detail, fault_number, value, bound, probe, condition, chamber, element, duty"

    var values: [SQLValue] {
        [
            .text(kind),
            SQLValue(detail),
            number.map { .integer(Int64(bitPattern: $0)) } ?? .null,
            SQLValue(value),
            SQLValue(bound),
            SQLValue(probe?.word),
            SQLValue(condition?.word),
            SQLValue(chamber?.degrees),
            SQLValue(element?.degrees),
            SQLValue(duty?.fraction),
        ]
    }
}

extension EventColumns {
    /// The columns of a stored row; a code that this version does not know is left out.
    init(_ values: ArraySlice<SQLValue>) {
        let values = Array(values)
        kind = values[0].text ?? ""
        detail = values[1].text
        number = values[2].integer.map { FaultNumber(bitPattern: $0) }
        value = values[3].real
        bound = values[4].real
        probe = values[5].text.flatMap(ProbeName.init(word:))
        condition = values[6].text.flatMap(ProbeStatus.Condition.init(word:))
        chamber = values[7].real.flatMap(Celsius.init(untrusted:))
        element = values[8].real.flatMap(Celsius.init(untrusted:))
        duty = values[9].real.map { Duty($0) }
    }

    /// The kind that the columns stand for; `nil` where this version does not know it.
    func occurrenceKind(at: Instant) -> Occurrence.Kind? {
        eventKind(at: at).map { .controller($0) } ?? deviceEvent.map { .device($0) }
    }

    private func eventKind(at: Instant) -> Event.Kind? {
        let temperature = value.flatMap(Celsius.init(untrusted:))
        let code = detail.flatMap(FaultCode.init(word:))
        switch kind {
        case "started": return .started
        case "powered_on":
            guard let mode = detail.flatMap(OperatingMode.init(word:)), let temperature else {
                return nil
            }
            return .poweredOn(mode, target: temperature)
        case "powered_off": return detail.flatMap(OffReason.init(word:)).map { .poweredOff($0) }
        case "drying_started":
            // No drying run writes a longer time than the longest run.
            guard let temperature, let bound, (0...86_400 * 365).contains(bound) else { return nil }
            return .dryingStarted(target: temperature, .seconds(Int64(bound)))
        case "drying_ended": return .dryingEnded
        case "settings_changed": return .settingsChanged
        case "latched": return record(code, at: at).map { .latched($0) }
        case "clear_approved": return number.map { .clearApproved($0) }
        case "latch_cleared": return code.map { .latchCleared($0) }
        case "warning_raised":
            return code.map { .warningRaised($0, value: value ?? 0, limit: bound ?? 0) }
        case "warning_ended": return code.map { .warningEnded($0) }
        case "foldback_began": return temperature.map { .foldbackBegan($0) }
        case "foldback_ended": return temperature.map { .foldbackEnded($0) }
        case "calibration_started": return .calibrationStarted
        case "calibration_failed": return calibrationFailed
        case "model_adopted": return modelAdopted
        case "model_refused":
            return detail.flatMap(ModelRefusal.init(word:)).map { .modelRefused($0) }
        case "calibration_forgotten": return .calibrationForgotten
        case "calibration_outdated": return .calibrationOutdated
        case "soak_ended":
            // Nobody soaks for a year.
            guard let value, let bound, (0...86_400 * 365).contains(value) else { return nil }
            return .soakEnded(.milliseconds(Int64(value * 1000)), isSkipped: bound != 0)
        case "heat_paused": return contact.map { .heatPaused($0) }
        case "heat_resumed": return contact.map { .heatResumed($0) }
        default:
            return nil
        }
    }

    private var contact: ContactName? { detail.flatMap(ContactName.init(word:)) }

    private var deviceEvent: DeviceEvent? {
        DeviceEvent.Subject.allCases.first { $0.eventWord == kind }.map { subject in
            DeviceEvent(subject, isTrouble: value == 1, detail ?? "")
        }
    }

    private func record(_ code: FaultCode?, at: Instant) -> FaultRecord? {
        guard let code, let number else { return nil }
        return FaultRecord(
            number: number,
            code: code,
            at: at,
            probe: probe,
            condition: condition ?? .unreadable,
            value: value ?? 0,
            limit: bound ?? 0,
            chamber: chamber,
            element: element,
            duty: duty ?? .off
        )
    }
}

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
    /// The numbers of regulation, for a row; their order is part of the stored format.
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
