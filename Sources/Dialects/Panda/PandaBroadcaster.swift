package import Chamber
package import Surroundings
package import SwitchCore

/// The frames for all clients of the Panda Breath wire, encoded once for all of them.
///
/// Changes are collected between two calls of ``beat(_:_:at:)``, which come every 100 ms
/// (wire contract, section 2).
package struct PandaBroadcaster: Sendable {
    /// The result of one beat.
    package struct Beat: Sendable {
        /// For every client that has had its dump, in this order.
        package var frames: [[UInt8]] = []
        /// For those who need it, by ``PandaSession/Event/beat(_:_:)``.
        package let operation: PandaOperation
        /// For those who need it, by the same.
        package let heaterFault: FaultNumber?
    }

    /// The beat of temperatures and faulty sensors (wire contract, section 4).
    private static let temperatureInterval = Duration.milliseconds(500)

    /// The current state, as the clients know it.
    package private(set) var operation: PandaOperation
    private var device: DeviceView
    private var nextTemperature: Instant

    /// Begins with the state that every client gets in its dump.
    package init(_ snapshot: Snapshot, _ device: DeviceView, at now: Instant) {
        operation = PandaOperation(snapshot, printerKind: device.profile.printerKind)
        self.device = device
        nextTemperature = now
    }

    /// The dump for a client that connected, or asked: of this very moment, because the state of the
    /// last beat may be older than a write before.
    package static func dump(_ snapshot: Snapshot, _ device: DeviceView) -> Dump {
        let operation = PandaOperation(snapshot, printerKind: device.profile.printerKind)
        return Dump(frame: PandaFrames.dump(operation, device), operation: operation)
    }

    /// A dump, and what its client knows from it.
    package struct Dump: Sendable {
        /// The bytes.
        package let frame: [UInt8]
        /// The state in them.
        package let operation: PandaOperation
    }

    /// Compares the state with what clients know and returns the frames to send.
    package mutating func beat(
        _ snapshot: Snapshot,
        _ device: DeviceView,
        at now: Instant
    ) -> Beat {
        operation = PandaOperation(snapshot, printerKind: device.profile.printerKind)
        let change = PandaFrames.changes(from: self.device, to: device)
        self.device = device
        var frames = change.map { [$0] } ?? []
        if now >= nextTemperature {
            // A beat that comes late does not make the next one come early.
            let next = nextTemperature.advanced(by: Self.temperatureInterval)
            nextTemperature = next > now ? next : now.advanced(by: Self.temperatureInterval)
            if let fault = PandaFrames.sensorFault(snapshot) { frames.append(fault) }
            frames.append(PandaFrames.temperatures(snapshot))
        }
        let fault = snapshot.latch.flatMap { $0.code.rule.isSensorFault ? nil : $0.number }
        return Beat(frames: frames, operation: operation, heaterFault: fault)
    }

    /// The frame for every client after a language was written, changed or not.
    package mutating func publish(_ language: DeviceProfile.Language) -> [UInt8] {
        device.profile.language = language
        return PandaFrames.language(language)
    }
}
