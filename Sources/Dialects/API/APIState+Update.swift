import Chamber
import JSON
import Surroundings

extension APIState {
    /// The member that tells of versions and updates.
    func writeUpdate(to json: inout JSONWriter) {
        let update = device.status.update
        json.object("update") { json in
            json.member("slot", update.slot)
            json.member("trial", update.isOnTrial)
            json.member("phase", update.phase.rawValue)
            json.member("outcome", update.outcome)
            json.member("trouble", update.isTrouble)
            json.array("slots") { list in
                for slot in update.slots {
                    list.object { json in
                        json.member("name", slot.name)
                        json.member("version", slot.version)
                        json.member("running", slot.isRunning)
                        json.member("previous", slot.isPrevious)
                    }
                }
            }
        }
    }
}
