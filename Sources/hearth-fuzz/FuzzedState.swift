import Chamber
import Glibc
import Plant
import Store
import SwitchCore
import System

/// A state directory in memory whose database is the given bytes.
final class FuzzedState {
    /// One thread fuzzes.
    nonisolated(unsafe) static let shared = FuzzedState()

    private let directory = "/dev/shm/hearth-fuzz-\(getpid())"

    private init() {
        // The directory is removed when the program ends in order.
        atexit { FuzzedState.shared.remove() }
    }

    private func remove() {
        do throws(SystemError) {
            try Directory.removeAll(directory)
        } catch {
            print(error)
        }
    }

    /// Opens a state of these bytes and checks what was restored.
    func attempt(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try Directory.make(directory, mode: 0o700)
            for name in ["hearth.db-wal", "hearth.db-shm"] {
                try File.remove(directory + "/" + name)
            }
            try File.write(bytes, to: directory + "/hearth.db")
        } catch {
            preconditionFailure("\(error)")
        }
        do throws(StoreError) {
            judge(try StateDirectory.open(directory).restore())
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private func judge(_ stored: StoredState) {
        let state = stored.controller
        precondition(!state.settings.isOn, "heat after a restart")
        let controller = Controller(NominalBoard.configuration, restored: state, at: .zero)
        let snapshot = controller.initialSnapshot
        precondition(snapshot.settings.target <= Ceilings.target, "a target above the ceiling")
        precondition(
            state.offsets.chamber.magnitude <= Ceilings.sensorOffset
                && state.offsets.element.magnitude <= Ceilings.sensorOffset,
            "a correction above its ceiling"
        )
        if case .unreadable = state.latch {
            precondition(snapshot.latch != nil, "an unreadable state that is not latched")
        }
    }
}
