/// What a server allows its clients, so that none of them can use up the machine.
package struct ServerLimits: Sendable {
    /// Connections at once, of all kinds; one more is closed as soon as it is accepted. A process that
    /// may open few descriptors takes fewer (`DescriptorLimit`).
    package var connections = 1_200
    /// Connections at once of one address; a page has two. This machine's own two addresses are held to
    /// ``connections`` alone: behind one of them may be a proxy that speaks for many.
    var connectionsPerAddress = 100
    /// Requests of one address, this machine's own excepted: this many at once, then this many a second.
    /// A page that loads makes five.
    var requestBurst = 200
    var requestsPerSecond = 50
    /// Messages of one WebSocket: this many at once, then this many a second. A client that sends more
    /// is read more slowly, not cut off: each message may be the one that turns the heater off. The
    /// most talkative client known sends five in a row.
    var messageBurst = 1_000
    var messagesPerSecond = 100
    /// Bytes of one message, its fragments together; a longer one is dropped and counted. The
    /// clients' messages are under 1 KiB.
    package var messageBytes = 64 * 1024
    /// Messages that may wait for one peer; with one more it is dropped. At the wire contract's two
    /// to four frames a second only a client that does not read reaches this.
    var queuedMessages = 64
    /// A peer for which something has waited this long is dropped (wire contract, section 2).
    package var undrainedFor: Duration = .seconds(5)
    /// A peer that has not acknowledged bytes for this long is gone; below the 15 s of silence
    /// after which a client gives up on us (wire contract, section 4).
    var unacknowledgedFor: Duration = .seconds(12)
    /// Bytes that the system keeps for a peer that does not read; the kernel doubles the number.
    var sendBufferBytes = 32 * 1024
    /// For a whole head to arrive, and for each next part of a body.
    package var arrival: Duration = .seconds(10)
    /// For a whole body to arrive: 4.5 MiB at 16 KiB/s.
    var wholeBody: Duration = .seconds(300)
    /// For the next request on a connection that is kept alive.
    package var keepAlive: Duration = .seconds(30)
    /// Bytes of a head; a longer one ends the connection. Browsers send under 2 KiB.
    package var headBytes = 4 * 1024
    /// Between two calls of `ServerDelegate.beat()`; 100 ms is the wire contract's collecting time.
    package var beat: Duration = .milliseconds(100)

    package init() {}
}

/// What a server has seen since it started; each counts up.
package struct ServerCounters: Sendable, Equatable {
    /// Connections accepted.
    package var accepted: UInt64 = 0
    /// Connections closed at once because there were too many.
    package var overCapacity: UInt64 = 0
    /// Messages that WebSockets brought whole.
    package var receivedMessages: UInt64 = 0
    /// Messages handed to the network, of WebSockets and event streams.
    package var sentMessages: UInt64 = 0
    /// Connections closed at once because their address had too many.
    var overAddressLimit: UInt64 = 0
    /// Requests refused because their address had made too many.
    var overRequestRate: UInt64 = 0
    /// Times that a WebSocket was read no further for a moment because it sent too much.
    var pausedPeers: UInt64 = 0
    /// Messages dropped because they were too long.
    package var oversizeMessages: UInt64 = 0
    /// Text messages dropped because they were not UTF-8.
    package var invalidTextMessages: UInt64 = 0
    /// Peers dropped because they did not read.
    package var undrainedPeers: UInt64 = 0

    package init() {}
}
