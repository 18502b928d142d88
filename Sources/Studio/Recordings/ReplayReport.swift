import Chamber
import CommandLine
import FlightLog
import SwitchCore

/// The result of a replay of several segments, as text.
package struct ReplayReport {
    /// The difference at which the replay stopped; `nil` while there is none.
    package private(set) var complaint: String?
    /// Segments, or parts of them, that could not be used.
    package private(set) var mistakes: [String] = []
    private var steps = 0
    private var length = Duration.zero
    private var segments = 0
    /// The controller at the end of the previous segment, with that segment's run and index.
    private var before: (state: StateNode, run: Int64, index: Int)?

    package init() {}

    /// Replays one segment; returns the lines to print about it.
    package mutating func replay(_ file: RecordedFile) -> [String] {
        do throws(SegmentError) {
            return replay(try Segment(file.bytes), file.name)
        } catch {
            mistakes.append("\(file.name): \(error)")
            before = nil
            return []
        }
    }

    /// The result where nothing differs.
    package var summary: String {
        let count = "\(steps) steps"
        guard segments > 0 else { return "0 steps" }
        return "\(count), identical (\(length.inSeconds.fixed(0)) s in \(segments) "
            + (segments == 1 ? "segment)" : "segments)")
    }

    private mutating func replay(_ segment: Segment, _ name: String) -> [String] {
        var lines: [String] = []
        var added: [String] = []
        let controller: Controller
        do throws(StateDecoder.Misfit) {
            controller = try ControllerState.controller(in: segment.state, added: &added)
        } catch {
            mistakes.append(
                "\(name): its controller is that of version \(segment.origin.program), which this "
                    + "version cannot continue: \(error.what); replay it with the version that "
                    + "recorded it"
            )
            return lines
        }
        if !added.isEmpty {
            lines.append(
                "\(name): recorded by \(segment.origin.program), which did not know "
                    + added.joined(separator: ", ") + ": as at a first start"
            )
        }
        let recorded = ControllerState.node(of: controller)
        guard isContinued(by: segment, recorded, name, &lines) else { return lines }
        var replay = Replay(controller)
        for batch in segment.batches {
            do throws(RecordingMistake) {
                guard let difference = try replay.run(batch) else { continue }
                complaint = words(for: difference, segment, name)
                return lines
            } catch {
                mistakes.append("\(name): \(error); recorded by \(segment.origin.program)")
                return lines
            }
        }
        steps += replay.steps
        segments += 1
        if let first = replay.first, let last = replay.last {
            length += last.duration(since: first)
        }
        record(segment.ending, replay, name, &lines)
        let state = ControllerState.node(of: replay.controller)
        before = (state, segment.origin.run, segment.origin.index)
        return lines
    }

    /// Checks that the segment begins with the state in which the previous one ended. `recorded` is the
    /// segment's first state under the names of this version.
    private mutating func isContinued(
        by segment: Segment,
        _ recorded: StateNode,
        _ name: String,
        _ lines: inout [String]
    ) -> Bool {
        defer { before = nil }
        guard let before, before.run == segment.origin.run,
            before.index + 1 == segment.origin.index
        else { return true }
        guard before.state["steps"] == recorded["steps"] else {
            lines.append("\(name): steps before it were lost: the disk was too slow, or full")
            return true
        }
        guard let found = before.state.firstDifference(from: recorded) else { return true }
        complaint =
            "\(name): the controller differs at its beginning in \(found.path): recorded "
            + "\(found.there.words), now \(found.here.words)"
        return false
    }

    private mutating func record(
        _ ending: Segment.Ending,
        _ replay: Replay,
        _ name: String,
        _ lines: inout [String]
    ) {
        switch ending {
        case .complete:
            break
        case .open:
            lines.append(
                "\(name): not ended: it is still being written, or its daemon was killed; "
                    + "replayed up to there, \(replay.steps) steps"
            )
        case .cut(let offset):
            lines.append(
                "\(name): cut off at byte \(offset); replayed up to there, \(replay.steps) steps"
            )
        case .damaged(let mistake):
            mistakes.append(
                "\(name): \(mistake); the \(replay.steps) steps before it are identical; take "
                    + "another copy of the file"
            )
        }
    }

    private func words(
        for difference: Replay.Difference,
        _ segment: Segment,
        _ name: String
    ) -> String {
        let seconds = Double(difference.at.nanoseconds) * 1e-9
        return "\(name): step \(difference.step), \(seconds.fixed(1)) s after its daemon's start "
            + "(byte \(difference.offset)): \(difference.field) differs: "
            + "recorded \(difference.recorded), now \(difference.now); "
            + "recorded by \(segment.origin.program), replayed by \(ProgramVersion.number)"
    }
}
