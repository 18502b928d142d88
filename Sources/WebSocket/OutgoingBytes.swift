import CWebSockets
import Glibc

/// Bytes to send: written once, then shared by all their receivers.
///
/// libwebsockets writes a frame's header into the room in front of the payload; the header depends
/// on the payload's length alone, so every peer writes the same one.
package final class OutgoingBytes: @unchecked Sendable {
    // Safe to share: the payload is written in `init` only, the headroom on the thread of
    // the one loop that it is given to.
    private let storage: UnsafeMutableRawPointer

    /// Bytes of payload.
    package let count: Int

    /// Nothing; for answers without a body.
    package static let empty = OutgoingBytes(count: 0) { _ in }

    /// Takes `count` bytes that `fill` writes; it must write all of them.
    package init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
        storage = .allocate(byteCount: Int(hearth_lws_headroom) + count, alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0, count: Int(hearth_lws_headroom))
        self.count = count
        fill(
            UnsafeMutableRawBufferPointer(
                start: storage + Int(hearth_lws_headroom),
                count: count
            )
        )
    }

    /// Copies the bytes.
    package convenience init(_ bytes: [UInt8]) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Copies the text as UTF-8.
    package convenience init(_ text: String) {
        var text = text
        self.init(text: &text)
    }

    private convenience init(text: inout String) {
        let copy = text.withUTF8 { Array($0) }
        self.init(copy)
    }

    deinit {
        storage.deallocate()
    }

    /// The payload; its headroom is in front of it.
    var payload: UnsafeMutableRawPointer { storage + Int(hearth_lws_headroom) }

    /// Reads the payload.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: payload, count: count))
    }
}

/// What waits to be written to one peer, first in, first out.
///
/// Nearly always one message or none waits, so the first has a place of its own and costs no
/// allocation.
struct OutgoingQueue {
    private var first: OutgoingBytes?
    private var others: [OutgoingBytes] = []

    var isEmpty: Bool { first == nil }

    var count: Int { first == nil ? 0 : 1 + others.count }

    mutating func append(_ bytes: OutgoingBytes) {
        if first == nil {
            first = bytes
        } else {
            others.append(bytes)
        }
    }

    mutating func removeFirst() -> OutgoingBytes? {
        let bytes = first
        first = others.isEmpty ? nil : others.removeFirst()
        if others.isEmpty {
            others = []
        }
        return bytes
    }
}
