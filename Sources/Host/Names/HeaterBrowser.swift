import SwitchCore

/// Follows which heaters announce themselves by mDNS (`_hearth._tcp`), through Avahi. It belongs to one thread.
///
/// Anyone in the network may announce anything: what is found is an address to ask, and no more.
package final class HeaterBrowser {
    /// An address in the machine's byte order, and a TCP port.
    package struct Finding: Hashable, Sendable {
        /// As `192.168.1.20`.
        package let address: String
        /// The TCP port.
        package let port: UInt16
    }

    /// More announcements than this are no building full of heaters.
    private static let mostServices = 1_024
    /// Resolving asks the network once where Avahi has no answer yet.
    private static let resolvePatience = Duration.seconds(1)
    /// Resolved in one call of ``step()``, so that a thousand do not hold up its thread.
    private static let resolvedAtOnce = 32

    private struct Service: Hashable {
        let interface: Int
        let name: String
        let domain: String
    }

    private let bus: BusConnection
    private let avahi: AvahiService
    private let browser: String
    private var unresolved: [Service] = []
    private var resolved: [Service: Finding] = [:]

    /// `nil`: there is no bus, or no Avahi on it.
    package init?() {
        do throws(BusFailure) {
            let bus = try BusConnection()
            try bus.listen(AvahiService.browserMatch)
            let avahi = AvahiService(bus: bus)
            browser = try avahi.browse("_hearth._tcp")
            self.bus = bus
            self.avahi = avahi
        } catch {
            return nil
        }
    }

    /// Where heaters announce themselves now; `nil`: Avahi has gone.
    package func step() -> Set<Finding>? {
        do throws(BusFailure) {
            while let signal = try bus.nextSignal() { receive(signal) }
            for service in unresolved.prefix(Self.resolvedAtOnce) { resolve(service) }
            unresolved.removeFirst(min(Self.resolvedAtOnce, unresolved.count))
            return Set(resolved.values)
        } catch {
            return nil
        }
    }

    /// Some announcements wait to be resolved.
    package var isBusy: Bool { !unresolved.isEmpty }

    /// Ends the browsing at Avahi.
    package func end() {
        do throws(BusFailure) {
            try avahi.free(browser: browser)
        } catch {
            // Avahi frees it when the connection ends, a moment later.
            return
        }
    }

    private func receive(_ signal: BusSignal) {
        // ItemNew and ItemRemove: interface, protocol, name, type, domain, flags.
        guard signal.path == browser, signal.values.count >= 5,
            let interface = signal.values[0].number, let name = signal.values[2].text,
            let domain = signal.values[4].text
        else { return }
        let service = Service(interface: interface, name: name, domain: domain)
        unresolved.removeAll { $0 == service }
        resolved[service] = nil
        guard signal.name == "ItemNew",
            unresolved.count + resolved.count < Self.mostServices
        else { return }
        unresolved.append(service)
    }

    private func resolve(_ service: Service) {
        do throws(BusFailure) {
            let (address, port) = try avahi.resolve(
                "_hearth._tcp",
                named: service.name,
                in: service.domain,
                at: service.interface,
                within: Self.resolvePatience
            )
            resolved[service] = Finding(address: address, port: port)
        } catch {
            // It announced itself and is gone; it announces itself again when it is back.
            return
        }
    }
}

extension AvahiService {
    /// Signals of every browser: its path is unknown before it is made.
    static let browserMatch =
        "type='signal',sender='\(name)',interface='org.freedesktop.Avahi.ServiceBrowser'"

    /// Begins to browse for a type of service over IPv4; returns the browser's path.
    func browse(_ type: String) throws(BusFailure) -> String {
        try bus.call(
            method("/", "Server", "ServiceBrowserNew"),
            [Self.everywhere, Self.inet, .string(type), .string("local"), .uint32(0)]
        ).first?.text ?? "/"
    }

    func free(browser: String) throws(BusFailure) {
        try bus.call(method(browser, "ServiceBrowser", "Free"))
    }

    /// The IPv4 address and the port of a service.
    func resolve(
        _ type: String,
        named name: String,
        in domain: String,
        at interface: Int,
        within limit: Duration
    ) throws(BusFailure) -> (address: String, port: UInt16) {
        let values = try bus.call(
            method("/", "Server", "ResolveService"),
            [
                .int32(Int32(truncatingIfNeeded: interface)), Self.inet, .string(name),
                .string(type), .string(domain), Self.inet, .uint32(0),
            ],
            within: limit
        )
        // interface, protocol, name, type, domain, host, protocol of the address, address, port, texts, flags
        guard values.count >= 9, let address = values[7].text, let number = values[8].number,
            let port = UInt16(exactly: number), port > 0
        else { throw BusFailure(errno: -74, "Avahi's answer cannot be read") }
        return (address, port)
    }
}
