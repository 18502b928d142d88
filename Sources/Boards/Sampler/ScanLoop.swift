package import Chamber
import Pacing
package import SwitchCore

/// Reads all probes of a board round by round: opens the converter, and opens it again after an error.
///
/// A round gives samples of all probes or of none: a chip that was reset in mid-round may have
/// answered wrongly before.
package struct ScanLoop {
    /// 4 samples a second (`docs/safety.md`, "Rules").
    package static let interval = Duration.milliseconds(250)
    /// Failed rounds in a row without a longer pause: as long as the controller tolerates a
    /// probe that cannot be read, every chance is used.
    static let promptAttempts = 8
    /// A converter that comes back is noticed within this.
    static let longestPause = Duration.seconds(5)
    /// How far the reference may be from the supply that the board file names. No supply of a board
    /// that works is so far off; a broken wire, an input at the end of a range that is too small, or
    /// another supply is.
    static let plausibleReference = 0.85...1.15

    private let board: BoardDescription
    private let open: () throws(BusError) -> any Converter
    private var converter: (any Converter)?
    private var failures = 0
    private var backOff = BackOff(first: Self.interval * 2, longest: Self.longestPause)
    private var nextAttempt = Instant(nanoseconds: .min)

    /// - Parameter open: gives the converter; called again after each error.
    package init(
        _ board: BoardDescription,
        open: @escaping () throws(BusError) -> any Converter
    ) {
        self.board = board
        self.open = open
    }

    /// One round; `nil`: it is not yet time for the next attempt.
    package mutating func scan(at now: Instant) -> Result<Reading, BusError>? {
        guard now >= nextAttempt else { return nil }
        do throws(BusError) {
            let reading = try read(at: now)
            failures = 0
            backOff.reset()
            return .success(reading)
        } catch {
            failures += 1
            nextAttempt = failures < Self.promptAttempts ? now : now.advanced(by: backOff.next())
            return .failure(error)
        }
    }

    /// The reading of a failed round.
    package func reading(of error: BusError, at now: Instant) -> Reading {
        let sample = ProbeSample(.failed(error.fault), takenAt: now)
        var reading = Reading()
        reading.chamber = sample
        if board.channels.chamberSecond != nil { reading.chamberSecond = sample }
        if board.channels.element != nil { reading.element = sample }
        return reading
    }

    /// The samples have the time at which the round began: none is older than that.
    private mutating func read(at now: Instant) throws(BusError) -> Reading {
        var converter = try openedConverter()
        try converter.beginScan()
        let supply = try supplyVolts(&converter)
        let channels = board.channels
        var reading = Reading()
        reading.chamber = try sample(channels.chamber, of: supply, &converter, now)
        if let channel = channels.chamberSecond {
            reading.chamberSecond = try sample(channel, of: supply, &converter, now)
        }
        if let channel = channels.element {
            reading.element = try sample(channel, of: supply, &converter, now)
        }
        self.converter = converter
        return reading
    }

    /// Takes the converter out of the loop, so that an error closes it.
    private mutating func openedConverter() throws(BusError) -> any Converter {
        guard let converter else { return try open() }
        self.converter = nil
        return converter
    }

    private func sample(
        _ channel: Int,
        of supply: Double,
        _ converter: inout any Converter,
        _ now: Instant
    ) throws(BusError) -> ProbeSample {
        let conversion = try converter.measure(channel)
        let ratio = conversion.volts / supply
        return ProbeSample(.measured(code: conversion.code, ratio: ratio), takenAt: now)
    }

    /// The dividers' supply voltage; never a wrong one that would make a wrong temperature look
    /// right.
    private func supplyVolts(_ converter: inout any Converter) throws(BusError) -> Double {
        let nominal = board.converter.supplyVolts
        guard let channel = board.converter.supplyChannel else { return nominal }
        let conversion = try converter.measure(channel)
        guard !conversion.isAtTop, Self.plausibleReference.contains(conversion.volts / nominal)
        else {
            let volts = (conversion.volts * 1_000).rounded() / 1_000
            let found =
                conversion.isAtTop ? "\(volts.plain) V or more" : "\(volts.plain) V"
            throw BusError(
                .reference,
                .malformed("input \(channel) reads \(found), supply_v is \(nominal.plain) V"),
                at: board.converter.place
            )
        }
        return conversion.volts
    }
}
