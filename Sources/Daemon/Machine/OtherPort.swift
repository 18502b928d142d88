import Boards
import Settings
import WebSocket

/// Another port for the page and all clients, where nobody has chosen one and another program has the
/// default one: on a printer's computer that is the web server of its own page.
struct OtherPort: Equatable {
    /// Where the daemon listens instead.
    let address: ListenAddress
    /// What is the matter and what to do, for the page, `hearth status` and the log.
    let sentence: String

    /// `nil` where the daemon listens as it was told to, or as is usual. An address that somebody chose is
    /// never replaced: clients were told to come there.
    init?(_ options: RunOptions) {
        guard options.service.listen == nil, options.board.kind != .simulated else { return nil }
        let usual = options.listen
        guard usual.isTaken else { return nil }
        let others = ListenAddress.otherPorts.map { port in
            ListenAddress(address: usual.address, port: port)
        }
        guard let address = others.first(where: { !$0.isTaken }) else { return nil }
        self.address = address
        sentence = Self.sentence(
            usual: usual.port,
            holder: PortHolder.words(for: usual.port),
            port: address.port
        )
    }

    /// - Parameter holder: who has the usual port, if known.
    static func sentence(usual: UInt16, holder: String?, port: UInt16) -> String {
        "Another program\(holder.map { ", \($0)," } ?? "") has port \(usual) of this machine, so this page and "
            + "all clients are at port \(port). To keep that or to choose another port, run \"sudo hearth "
            + "setup\", or write \"listen: [::]:\(port)\" below [service] in "
            + "\(ServiceFile.standardPath)."
    }
}
