import Boards
import Chamber
import Lines
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
import Threads

/// The buttons of a board, watched in a thread of their own.
final class ButtonPanel: @unchecked Sendable {
    // Safe to share: `lines` is touched by `init` and then by the panel's thread only; `thread` by the
    // one that starts and closes.

    /// What somebody did with a button.
    struct Press: Equatable, Sendable {
        let button: ButtonName
        let kind: PressJudge.Press
    }

    /// While a button is moving it is looked at so often, in milliseconds.
    private static let movingMilliseconds: Int32 = 10
    /// And so often while none is: an edge wakes at once, this is for the end only.
    private static let restMilliseconds: Int32 = 250

    private let lines: InputLines
    private let tell: @Sendable (Press) -> Void
    private let stopRequested = Atomic(false)
    private var thread: Thread?

    /// Takes the lines of the buttons; `nil` where the board has none. Throws where one cannot be had.
    init?(_ lines: BoardLines?, tell: @escaping @Sendable (Press) -> Void) throws(StartError) {
        guard let lines, !lines.buttons.isEmpty else { return nil }
        self.tell = tell
        do throws(LineError) {
            self.lines = try InputLines(lines.buttons, of: lines.chip)
        } catch {
            throw StartError(error.description)
        }
    }

    func start() throws(StartError) {
        do throws(ThreadError) {
            thread = try Thread(named: "buttons") { self.watch() }
        } catch {
            throw StartError(error)
        }
    }

    func close() {
        stopRequested.store(true, ordering: .releasing)
        thread?.join()
        thread = nil
    }

    private func watch() {
        let start = Instant.monotonic()
        var judges = lines.levels.map { PressJudge(isDown: $0, at: start) }
        while !stopRequested.load(ordering: .acquiring) {
            let isMoving = judges.contains { !$0.isAtRest }
            lines.wait(milliseconds: isMoving ? Self.movingMilliseconds : Self.restMilliseconds)
            let now = Instant.monotonic()
            for (index, isDown) in lines.levels.enumerated() {
                guard let kind = judges[index].look(isDown: isDown, at: now) else { continue }
                tell(Press(button: lines.names[index], kind: kind))
            }
        }
    }
}

extension ButtonPanel.Press {
    /// What it asks of the controller, as the stock device's buttons do; on, held, clears a fault.
    var wishes: [Wish] {
        switch (kind, button) {
        case (.short, .power): [.setPower(false)]
        case (.short, .auto): [.setMode(.auto), .setPower(true)]
        case (.short, .on): [.setMode(.alwaysOn), .setPower(true)]
        case (.short, .dry): [.setMode(.drying), .setPower(true), .startDrying]
        case (.long, .on): [.clearLatch]
        case (.long, .power), (.long, .auto), (.long, .dry): []
        }
    }

    /// What it asks of the device around the controller.
    var deviceWish: DeviceWish? {
        kind == .long && button == .power ? .restoreFactorySettings : nil
    }
}
