/// A segment that was read: its origin, the controller's first state, batches of steps, and its
/// ending.
package struct Segment: Sendable {
    /// Some seconds of steps that were written together.
    package struct Batch: Sendable {
        /// Calendar time of the write, in milliseconds since 1970.
        package let wall: Int64
        /// The steps, for a ``StepDecoder``.
        package let steps: ArraySlice<UInt8>
    }

    /// How it ends.
    package enum Ending: Equatable, Sendable {
        /// In order.
        case complete
        /// Behind a whole block: still being written, or cut off with the process.
        case open
        /// In the middle of a block: the power went, or the copy is not whole.
        case cut(atByte: Int)
        /// A block is damaged; what stands before it is good.
        case damaged(RecordingMistake)
    }

    /// Which program wrote it, on which board and in which run.
    package let origin: SegmentOrigin
    /// The controller before the first step, for ``ControllerState``.
    package let state: StateNode
    /// All that could be read, in the order of their steps.
    package private(set) var batches: [Batch] = []
    /// How the file ends after the last batch.
    package private(set) var ending = Ending.open

    /// Reads a segment. Throws where nothing can be used; damage after the state shows in
    /// ``ending``.
    package init(_ bytes: [UInt8]) throws(SegmentError) {
        guard bytes.count >= SegmentFormat.headerBytes,
            bytes.prefix(SegmentFormat.magic.count).elementsEqual(SegmentFormat.magic)
        else { throw .notARecording }
        let version = UInt16(bytes[8]) | UInt16(bytes[9]) << 8
        guard version == SegmentFormat.version else { throw .otherFormat(version) }
        var blocks = BlockReader(bytes)
        do throws(RecordingMistake) {
            let node = try Self.tree(.origin, &blocks)
            do throws(StateDecoder.Misfit) {
                origin = try StateDecoder.value(SegmentOrigin.self, in: node)
            } catch {
                throw RecordingMistake(offset: SegmentFormat.headerBytes, what: error.what)
            }
            state = try Self.tree(.state, &blocks)
        } catch {
            throw .unusable(error)
        }
        readBatches(&blocks)
    }

    private static func tree(
        _ kind: SegmentFormat.Block,
        _ blocks: inout BlockReader
    ) throws(RecordingMistake) -> StateNode {
        switch blocks.next() {
        case .block(let found, let payload) where found == kind:
            var reader = ByteReader(payload)
            return try StateNode(from: &reader)
        case .block, .end:
            throw RecordingMistake(offset: blocks.offset, what: "its beginning is missing")
        case .cut(let offset):
            throw RecordingMistake(offset: offset, what: "it is cut off in its beginning")
        case .damaged(let mistake):
            throw mistake
        }
    }

    private mutating func readBatches(_ blocks: inout BlockReader) {
        while true {
            let offset = blocks.offset
            switch blocks.next() {
            case .block(.steps, let payload):
                var reader = ByteReader(payload)
                do throws(RecordingMistake) {
                    let wall = try reader.fixed(Int64.self)
                    batches.append(Batch(wall: wall, steps: payload[reader.offset...]))
                } catch {
                    ending = .damaged(error)
                    return
                }
            case .block(.end, _):
                ending = .complete
                return
            case .block:
                let what = "it begins a second time"
                ending = .damaged(RecordingMistake(offset: offset, what: what))
                return
            case .end:
                ending = .open
                return
            case .cut(let offset):
                ending = .cut(atByte: offset)
                return
            case .damaged(let mistake):
                ending = .damaged(mistake)
                return
            }
        }
    }
}

/// Why a file cannot be used at all.
package enum SegmentError: Error, Equatable, Sendable, CustomStringConvertible {
    case notARecording
    /// Its format's version is another one.
    case otherFormat(UInt16)
    case unusable(RecordingMistake)

    package var description: String {
        switch self {
        case .notARecording:
            "it is not a recording of Hearth: it does not begin with HEARTHFR"
        case .otherFormat(let version):
            "its format is version \(version), this program reads version "
                + "\(SegmentFormat.version): use the Hearth that recorded it"
        case .unusable(let mistake):
            "\(mistake): nothing of it can be replayed"
        }
    }
}

/// Where a segment comes from.
package struct SegmentOrigin: Codable, Equatable, Sendable {
    /// The version of the program that recorded it.
    package var program: String
    /// The board's name.
    package var board: String
    /// Tells the runs of the daemon apart: when it began, in milliseconds since 1970.
    package var run: Int64
    /// Counts the segments of a run from 0.
    package var index: Int
    /// When the segment began, in milliseconds since 1970.
    package var wall: Int64

    package init(program: String, board: String, run: Int64, index: Int, wall: Int64) {
        self.program = program
        self.board = board
        self.run = run
        self.index = index
        self.wall = wall
    }
}
