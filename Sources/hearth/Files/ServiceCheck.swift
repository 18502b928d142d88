import Boards
import CommandLine
import Doctor
import Settings
import System

/// The service file: can the daemon start with it?
enum ServiceCheck {
    /// The finding, and what the file says where it is good.
    static func look(at path: String?) -> (finding: Finding, service: ServiceFile?) {
        let name = path ?? ServiceFile.standardPath
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try ServiceFile.read(path)
        } catch {
            return (.failed("service", error.summary, advice: "check who may read it"), nil)
        }
        guard let bytes else {
            return (.ok("service", "no \(name), so the defaults hold"), ServiceFile())
        }
        do throws(Mistakes) {
            return (.ok("service", "\(name): no mistakes"), try ServiceFile(bytes, name: name))
        } catch {
            // As many lines as there are mistakes would hide the other findings.
            let first = error.all.first?.description ?? name
            return (.failed("service", first, advice: "\"hearth run\" lists every mistake"), nil)
        }
    }
}
