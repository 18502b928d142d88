import Glibc
import System

/// The two ends of the socket between the daemon and a switch that is not started yet.
struct SwitchSocket {
    /// The daemon's end.
    let own: Int32
    /// The end that the switch gets.
    let ofSwitch: Int32

    /// Makes a socket. Throws where the process has no descriptors left.
    static func make() throws(StartError) -> SwitchSocket {
        var ends: [Int32] = [-1, -1]
        // Packets keep the messages apart.
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw StartError(
                "cannot make a socket for hearth-switch: "
                    + "\(SystemError.words(for: errno))"
            )
        }
        return SwitchSocket(own: ends[0], ofSwitch: ends[1])
    }

    /// Closes both ends.
    func close() {
        Glibc.close(own)
        Glibc.close(ofSwitch)
    }
}
