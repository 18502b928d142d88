import Chamber
import CommandLine
import Daemon
import Glibc
import Links
import MachineClock
import Plant
import SwitchCore
import Threads

/// Simulated controllers with a connection each, in one thread. Every 50 ms one tenth of them has
/// its turn: five beats of the controller, then its socket.
///
/// ```
/// connecting ──all are, or patience ends──▶ settling ──10 s──▶ measuring ──▶ leaving ──▶ over
/// ```
final class Farm {
    private static let tick = Duration.milliseconds(50)
    /// A controller's turn comes as often as stock's state, which is twice a second.
    private static let ticksPerTurn = 10
    private static let beatsPerTurn = 5
    /// A longer delay is not caught up, and the report says so.
    private static let longestDelay = 5.0
    /// From the last connection to the measurement: the first messages are over by then.
    private static let settling = Duration.seconds(10)
    /// How long the last connection may take beyond its turn.
    private static let patience = Duration.seconds(30)
    /// How long the last goodbye may take beyond its turn.
    private static let farewell = Duration.seconds(10)

    private enum Stage {
        case connecting(since: Instant)
        case settling(until: Instant)
        case measuring(until: Instant)
        case leaving(since: Instant)
        case over
    }

    private let plan: FarmPlan
    private let fixedMemory: Int
    private var devices: [FarmDevice] = []
    private var watched: [[pollfd]] = []
    private var stage: Stage
    private var report = FarmReport()
    private var measuredFrom = Instant.zero
    private var trafficBefore = BrokerClient.Traffic()
    private var processorBefore = 0.0
    private let say: (String) -> Void

    /// Makes the controllers, not yet connected.
    init(_ plan: FarmPlan, say: @escaping (String) -> Void) {
        self.plan = plan
        self.say = say
        fixedMemory = ProcessUse.residentBytes
        let now = Instant.monotonic()
        stage = .connecting(since: now)
        // The first turn holds the beats of the time before it.
        let born = now.advanced(by: .zero - SimulatedDevice.beat * Self.beatsPerTurn)
        devices = (0..<plan.count).map { FarmDevice(plan, $0, at: now, bornAt: born) }
        watched = Array(repeating: [], count: Self.ticksPerTurn)
    }

    /// Runs to the end; a signal ends the measurement.
    ///
    /// Each beat has the time at which it was due: a busy machine makes beats late, not fewer, so
    /// the measured cost does not depend on what else runs.
    func run(_ signals: inout Signals) -> FarmReport {
        var due = Instant.monotonic()
        var group = 0
        while true {
            let late = Instant.monotonic().seconds(since: due)
            if case .measuring = stage { report.latestBeat = max(report.latestBeat, late) }
            if late > Self.longestDelay { due = .monotonic() }
            step(group, at: due)
            advance(at: due)
            if case .over = stage { return report }
            group = (group + 1) % Self.ticksPerTurn
            due = due.advanced(by: Self.tick)
            let wait = max(.zero, due.duration(since: .monotonic())).pollMilliseconds
            if signals.wait(milliseconds: Int(wait)) != nil { interrupt(at: due) }
        }
    }

    /// One group's turn.
    private func step(_ group: Int, at now: Instant) {
        let mine = stride(from: group, to: devices.count, by: Self.ticksPerTurn)
        watched[group].removeAll(keepingCapacity: true)
        for index in mine {
            let client = devices[index].client
            watched[group].append(
                pollfd(fd: client.descriptor, events: client.interest, revents: 0)
            )
        }
        // An interrupted poll finds nothing ready; the next one does.
        watched[group].withUnsafeMutableBufferPointer { sockets in
            _ = poll(sockets.baseAddress, nfds_t(sockets.count), 0)
        }
        for (place, index) in mine.enumerated() {
            devices[index].step(
                ready: watched[group][place].revents,
                beats: Self.beatsPerTurn,
                at: now
            )
        }
    }

    private func advance(at now: Instant) {
        switch stage {
        case .connecting(let since):
            let connected = devices.count { $0.client.isConnected }
            let last = since.advanced(by: FarmPlan.offset(of: plan.count) + Self.patience)
            guard connected == devices.count || now >= last else { return }
            report.connected = connected
            report.connectSeconds = now.seconds(since: since)
            guard connected == devices.count else { return endUnmeasured(at: now) }
            stage = .settling(until: now.advanced(by: Self.settling))
        case .settling(let until):
            guard now >= until else { return }
            begin(at: now)
            say("\(report.connected) controllers are connected; measuring")
            stage = .measuring(until: now.advanced(by: plan.length))
        case .measuring(let until):
            if now >= until { end(at: now) }
        case .leaving(let since):
            let turn = now.seconds(since: since) * Double(FarmPlan.connectionsPerSecond)
            for device in devices.prefix(Int(turn) + 1) { device.client.leave(at: now) }
            let last = since.advanced(by: FarmPlan.offset(of: plan.count) + Self.farewell)
            if devices.allSatisfy({ $0.client.hasEnded }) || now >= last { stage = .over }
        case .over:
            break
        }
    }

    private func begin(at now: Instant) {
        measuredFrom = now
        trafficBefore = traffic
        processorBefore = ProcessUse.processorSeconds
    }

    private func end(at now: Instant) {
        report.controllers = plan.count
        report.seconds = now.seconds(since: measuredFrom)
        report.traffic = traffic - trafficBefore
        report.processorSeconds = ProcessUse.processorSeconds - processorBefore
        report.memoryBytes = ProcessUse.residentBytes
        report.fixedMemoryBytes = fixedMemory
        report.heating = devices.count { $0.isOn }
        report.gone = devices.count { !$0.client.isConnected }
        report.latched = devices.count { $0.hasLatched }
        report.trouble = devices.lazy.compactMap(\.trouble).first
        say("measured; leaving the broker")
        stage = .leaving(since: now)
    }

    /// Ends without a measurement.
    private func endUnmeasured(at now: Instant) {
        begin(at: now)
        end(at: now)
    }

    /// A signal asks for the end.
    private func interrupt(at now: Instant) {
        switch stage {
        case .connecting(let since):
            report.connected = devices.count { $0.client.isConnected }
            report.connectSeconds = now.seconds(since: since)
            endUnmeasured(at: now)
        case .settling:
            endUnmeasured(at: now)
        case .measuring:
            end(at: now)
        case .leaving, .over:
            stage = .over
        }
    }

    private var traffic: BrokerClient.Traffic {
        devices.reduce(into: BrokerClient.Traffic()) { $0 += $1.client.traffic }
    }
}

/// What this process has used.
enum ProcessUse {
    /// Of all its threads.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Resident memory in bytes (proc(5), "statm", the second number, in pages).
    static var residentBytes: Int {
        let words = MachineRoot().text(of: "/proc/self/statm")?.split(separator: " ") ?? []
        return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * sysconf(CInt(_SC_PAGESIZE))
    }
}

/// How many descriptors this process may have, and how many connections that makes.
package struct DescriptorShare: Sendable {
    /// A socket, and the pair by which libmosquitto wakes a thread of its own.
    package static let perConnection = 3
    /// For everything else.
    package static let others = 32

    /// The hard limit: what this user may have.
    package let most: Int

    package init(most: Int) {
        self.most = most
    }

    /// Raises this process's limit to the hard one and returns it.
    static func taken() -> DescriptorShare {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return DescriptorShare(most: 1_024) }
        limit.rlim_cur = limit.rlim_max
        // Every process may raise its soft limit to the hard one (getrlimit(2)).
        setrlimit(resource, &limit)
        return DescriptorShare(most: Int(clamping: limit.rlim_max))
    }

    /// Why so many connections are not possible, for people; `nil`: they are.
    package func complaint(about connections: Int) -> String? {
        let needed = connections * Self.perConnection + Self.others
        guard needed > most else { return nil }
        let possible = max(0, (most - Self.others) / Self.perConnection)
        return
            "\(connections) controllers need \(needed) open files and this user may have \(most) "
            + "(ulimit -Hn): take \(possible) at most, or raise the limit (nofile in "
            + "/etc/security/limits.conf, LimitNOFILE= of a service)"
    }
}
