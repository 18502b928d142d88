import CWebSockets
import Glibc

extension WebServer {
    /// Connections accepted in one turn of the loop, so that a flood of them cannot hold it up.
    private static let acceptedAtOnce = 32

    /// Accepts the clients that wait at the listening socket.
    func acceptWaiting(at listening: Int32) {
        for _ in 0..<Self.acceptedAtOnce {
            guard acceptOne(at: listening) else { return }
        }
    }

    /// Accepts a connection; false if nobody waits.
    private func acceptOne(at listening: Int32) -> Bool {
        var client = sockaddr_storage()
        let descriptor = accept(listening, &client)
        if descriptor < 0 {
            let number = errno
            if number == EMFILE || number == ENFILE {
                refuseForLackOfDescriptors(listening)
            }
            // Errors of the connection itself (accept(2)) leave the others waiting.
            return number == ECONNABORTED || number == EINTR || number == EPROTO
        }
        guard !isLeaving else {
            Glibc.close(descriptor)
            return true
        }
        counters.accepted += 1
        guard connectionCount < limits.connections else {
            counters.overCapacity += 1
            Glibc.close(descriptor)
            return true
        }
        guard let address = addresses.open(AddressKey(client), at: lws_now_usecs()) else {
            counters.overAddressLimit += 1
            Glibc.close(descriptor)
            return true
        }
        prepare(descriptor)
        let host = listening == encryptedListening ? encryptedHost : host
        guard let host, let wsi = lws_adopt_socket_vhost(host, descriptor) else {
            addresses.close(address)
            return true
        }
        connectionCount += 1
        let connection = Connection(wsi: wsi, address: address, limits)
        lws_set_opaque_user_data(wsi, Unmanaged.passRetained(connection).toOpaque())
        return true
    }

    /// As accept(2), with the client's address.
    private func accept(_ listening: Int32, _ client: inout sockaddr_storage) -> Int32 {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &client) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.accept(listening, address, &length)
            }
        }
    }

    /// Without this the listening socket would stay readable and keep the loop busy.
    private func refuseForLackOfDescriptors(_ listening: Int32) {
        counters.overCapacity += 1
        Glibc.close(spareDescriptor)
        let descriptor = Glibc.accept(listening, nil, nil)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        }
        spareDescriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    private func prepare(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        setOption(TCP_NODELAY, of: descriptor, level: Int32(IPPROTO_TCP), to: 1)
        // A client that lost power never answers; without this it would be noticed only after 15
        // minutes (tcp(7), tcp_retries2).
        setOption(
            TCP_USER_TIMEOUT,
            of: descriptor,
            level: Int32(IPPROTO_TCP),
            to: Int32(clamping: limits.unacknowledgedFor.microseconds / 1_000)
        )
        // What the system keeps for a client that does not read, at most.
        setOption(SO_SNDBUF, of: descriptor, level: SOL_SOCKET, to: Int32(limits.sendBufferBytes))
    }

    private func setOption(_ name: Int32, of descriptor: Int32, level: Int32, to value: Int32) {
        var value = value
        setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Gives the exchange that begins on a connection its number.
    func beginExchange(on connection: Connection) -> PeerID {
        lastPeerNumber += 1
        let peer = PeerID(number: lastPeerNumber)
        connection.peer = peer
        connection.startedAt = lws_now_usecs()
        peers[peer] = connection
        return peer
    }

    /// Ends the exchange of a connection: its number reaches nobody from now on.
    func endExchange(on connection: Connection) {
        if let peer = connection.peer {
            peers[peer] = nil
            paused.remove(peer)
        }
        connection.peer = nil
        connection.waitingSince = nil
        connection.isReused = true
    }

    /// libwebsockets has closed a connection.
    func connectionEnded(_ connection: Connection) {
        lws_set_opaque_user_data(connection.wsi, nil)
        connectionCount -= 1
        addresses.close(connection.address)
        let peer = connection.peer
        let stage = connection.stage
        endExchange(on: connection)
        connection.stage = .idle
        Unmanaged.passUnretained(connection).release()
        guard let peer else { return }
        switch stage {
        case .webSocket, .streaming, .receivingBody, .uploading, .awaitingAnswer:
            delegate?.didClose(peer)
        case .idle, .upgrading, .answering, .lingering, .ended:
            break
        }
    }

    /// Ends a connection from outside its own callbacks, at once and without a close frame.
    func closeSoon(_ connection: Connection) {
        guard !connection.isDoomed else { return }
        connection.isDoomed = true
        lws_set_timeout(connection.wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC)
    }

    /// How often slow and vanished clients are looked for; a second more or less does not matter.
    private static let sweepInterval: Duration = .seconds(1)

    /// Calls `ServerDelegate.timerFired(for:)` once after this time; replaces an earlier one.
    package func schedule(after time: Duration, for peer: PeerID) {
        guard let connection = peers[peer], !connection.isDoomed else { return }
        lws_set_timer_usecs(connection.wsi, max(1, time.microseconds))
    }

    /// The timer of one connection.
    func timerFired(on connection: Connection) {
        if case .lingering = connection.stage {
            closeSoon(connection)
        } else if let peer = connection.peer, !connection.isDoomed {
            delegate?.timerFired(for: peer)
        }
    }

    /// The beat's timer is readable: a beat is due. Beats missed while the thread was held up count
    /// as one.
    func beat(of timer: Int32) {
        var passed: UInt64 = 0
        guard read(timer, &passed, MemoryLayout<UInt64>.size) > 0 else { return }
        delegate?.beat()
        let now = lws_now_usecs()
        resumePaused(at: now)
        if now >= nextSweep {
            nextSweep = now + Self.sweepInterval.microseconds
            addresses.tidy(at: now)
            sweep(at: now)
        }
    }

    /// Drops clients that do not read, that take too long to send, or that have gone.
    private func sweep(at now: Microseconds) {
        for connection in Array(peers.values) where !connection.isDoomed {
            if let since = connection.waitingSince, now - since > limits.undrainedFor.microseconds {
                counters.undrainedPeers += 1
                closeSoon(connection)
                continue
            }
            switch connection.stage {
            case .receivingBody, .uploading:
                if now - connection.startedAt > limits.wholeBody.microseconds {
                    closeSoon(connection)
                }
            case .awaitingAnswer:
                if unread(of: connection) == .farewell {
                    closeSoon(connection)
                }
            case .streaming:
                // Nothing may follow the request of a stream.
                if unread(of: connection) != .nothing {
                    closeSoon(connection)
                }
            case .idle, .upgrading, .webSocket, .answering, .lingering, .ended:
                break
            }
        }
    }

    /// What a client has sent that libwebsockets was told not to read.
    private enum Unread {
        case nothing
        case bytes
        case farewell
    }

    private func unread(of connection: Connection) -> Unread {
        var byte: UInt8 = 0
        let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
        let count = recv(lws_get_socket_fd(connection.wsi), &byte, 1, flags)
        let number = errno
        if count > 0 {
            return .bytes
        }
        let isWaiting = count < 0 && (number == EAGAIN || number == EINTR)
        return isWaiting ? .nothing : .farewell
    }
}
