import Chamber
import Surroundings
import SwitchCore
import System
import Threads

/// What the printers' thread is to do.
enum PrinterOrder: Sendable {
    case request(PrinterRequest)
    case command(PrinterCommand, @Sendable (PrinterAnswer) -> Void)
}

/// What the printers' thread does: owns the link and the search, and replaces them.
struct PrinterWork: Work {
    private let factory: PrinterFactory
    private let links: PrinterGate
    private let searches: PrinterGate
    private var link: (any PrinterLink)?
    private var search: (any PrinterSearch)?

    init(_ factory: PrinterFactory, _ sink: NewsSink) {
        self.factory = factory
        links = PrinterGate(sink)
        searches = PrinterGate(sink)
    }

    mutating func serve(_ orders: [PrinterOrder], at now: Instant) -> Instant? {
        for order in orders {
            switch order {
            case .request(.follow(let binding)): follow(binding)
            case .request(.search(let kind, let port)): search(for: kind, port)
            case .command(let command, let answer):
                guard let link else {
                    answer(.refused("no printer is bound"))
                    continue
                }
                link.send(command, answer: answer)
            }
        }
        return nil
    }

    mutating func end(_ orders: [PrinterOrder], at now: Instant) {
        _ = serve(orders, at: now)
        link?.stop()
        search?.stop()
    }

    /// Follows another printer, or none. The old connection ends first: some printers serve one only.
    private mutating func follow(_ binding: PrinterBinding?) {
        let sink = links.next()
        sink.tell(.bed(nil))
        link?.stop()
        link = nil
        guard let binding else { return }
        do throws(SystemError) {
            let next = try factory.link(binding, sink)
            try next.start()
            link = next
        } catch {
            sink.tell(.link(.failed, trouble: error.description))
        }
    }

    /// Looks for printers; a search that runs ends first and counts no more.
    private mutating func search(for kind: DeviceProfile.PrinterKind, _ port: Int?) {
        let sink = searches.next()
        search?.stop()
        let next = factory.search(kind, port, sink)
        search = next
        do throws(SystemError) {
            try next.start()
        } catch {
            sink.note(DeviceEvent(.printer, isTrouble: true, "No search: \(error.description)."))
            sink.tell(.found([]))
        }
    }
}
