import CSystemd
import Chamber
import Glibc
import MachineClock
import SwitchCore

/// A method of a service on the bus.
struct BusMethod: Sendable {
    let service: String
    let path: String
    let interface: String
    let name: String
}

/// A signal that was listened for.
struct BusSignal: Equatable, Sendable {
    let path: String
    let interface: String
    let name: String
    let values: [BusValue]
}

/// A connection to the system's bus. It belongs to one thread.
///
/// Every call has a time limit; none is interactive, because nobody can be asked for a password.
final class BusConnection {
    /// NetworkManager and hostnamed answer in milliseconds, and polkit needs a second when it
    /// starts; a person waits.
    static let patience = Duration.seconds(5)

    private let bus: OpaquePointer

    /// Connects to the bus that `DBUS_SYSTEM_BUS_ADDRESS` names, or to the system's own.
    init() throws(BusFailure) {
        var bus: OpaquePointer?
        let result = sd_bus_open_system(&bus)
        guard result >= 0, let bus else {
            throw BusFailure(errno: result)
        }
        self.bus = bus
        sd_bus_set_exit_on_disconnect(bus, 0)
    }

    deinit {
        sd_bus_close_unref(bus)
    }

    /// Calls a method and returns its answer.
    /// - Parameter isSecret: the arguments hold a password: their memory is wiped afterwards.
    @discardableResult
    func call(
        _ method: BusMethod,
        _ arguments: [BusValue] = [],
        isSecret: Bool = false,
        within limit: Duration = patience
    ) throws(BusFailure) -> [BusValue] {
        let reply = try answer(to: method, arguments, isSecret: isSecret, within: limit)
        defer { sd_bus_message_unref(reply) }
        return try BusReading.values(in: reply)
    }

    /// Calls a method that answers with a descriptor, which the caller must close.
    func descriptor(
        from method: BusMethod,
        _ arguments: [BusValue]
    ) throws(BusFailure) -> CInt {
        let reply = try answer(to: method, arguments)
        defer { sd_bus_message_unref(reply) }
        var received: CInt = -1
        let result = sd_bus_message_read_basic(reply, BusWriting.code("h"), &received)
        guard result > 0 else { throw BusFailure(errno: result, "the answer has no descriptor") }
        // The message closes its own.
        let own = fcntl(received, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { throw BusFailure(errno: -errno) }
        return own
    }

    /// A method's answer, which the caller must release.
    private func answer(
        to method: BusMethod,
        _ arguments: [BusValue],
        isSecret: Bool = false,
        within limit: Duration = patience
    ) throws(BusFailure) -> OpaquePointer {
        var created: OpaquePointer?
        let result = sd_bus_message_new_method_call(
            bus,
            &created,
            method.service,
            method.path,
            method.interface,
            method.name
        )
        guard result >= 0, let message = created else {
            throw BusFailure(errno: result)
        }
        defer { sd_bus_message_unref(message) }
        if isSecret { sd_bus_message_sensitive(message) }
        for argument in arguments { try BusWriting.append(argument, to: message) }
        return try send(message, within: limit)
    }

    private func send(
        _ message: OpaquePointer,
        within limit: Duration
    ) throws(BusFailure) -> OpaquePointer {
        var error = sd_bus_error()
        defer { sd_bus_error_free(&error) }
        var reply: OpaquePointer?
        let microseconds = UInt64(limit.inNanoseconds / 1_000)
        let result = sd_bus_call(bus, message, microseconds, &error, &reply)
        guard result >= 0, let reply else {
            // sd-bus names its own errors too, such as a time limit.
            if let name = error.name {
                throw BusFailure(
                    name: String(cString: name),
                    message: error.message.map { String(cString: $0) } ?? ""
                )
            }
            throw BusFailure(errno: result)
        }
        return reply
    }

    /// Makes the bus pass on the signals that `rule` describes (D-Bus specification, "Match Rules").
    func listen(_ rule: String) throws(BusFailure) {
        let result = sd_bus_add_match(bus, nil, rule, passOn, nil)
        guard result >= 0 else { throw BusFailure(errno: result, "no signals are available") }
    }

    /// The next signal; `nil`: none has arrived. Does not wait.
    func nextSignal() throws(BusFailure) -> BusSignal? {
        while true {
            var received: OpaquePointer?
            let result = sd_bus_process(bus, &received)
            guard result >= 0 else {
                throw BusFailure(errno: result)
            }
            guard result > 0 else { return nil }
            guard let message = received else { continue }
            defer { sd_bus_message_unref(message) }
            guard sd_bus_message_is_signal(message, nil, nil) > 0 else { continue }
            let text = { (start: UnsafePointer<CChar>?) in start.map { String(cString: $0) } ?? "" }
            return BusSignal(
                path: text(sd_bus_message_get_path(message)),
                interface: text(sd_bus_message_get_interface(message)),
                name: text(sd_bus_message_get_member(message)),
                values: try BusReading.values(in: message)
            )
        }
    }

    /// The descriptor and the events to poll for.
    var poll: (descriptor: CInt, events: Int16) {
        (sd_bus_get_fd(bus), Int16(truncatingIfNeeded: max(0, sd_bus_get_events(bus))))
    }

    /// When to call ``nextSignal()`` although nothing arrived; `nil`: never.
    var wakeTime: Instant? {
        var microseconds: UInt64 = 0
        guard sd_bus_get_timeout(bus, &microseconds) >= 0, microseconds != .max else { return nil }
        let nanoseconds = Int64(min(microseconds, UInt64(Int64.max / 1_000))) * 1_000
        return .monotonic(whenAwake: nanoseconds)
    }
}

/// `sd_bus_process` hands out a signal that no callback handles.
private func passOn(
    _ message: OpaquePointer?,
    _ context: UnsafeMutableRawPointer?,
    _ error: UnsafeMutablePointer<sd_bus_error>?
) -> CInt {
    0
}
