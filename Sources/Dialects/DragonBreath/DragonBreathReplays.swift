import Chamber

/// The newest commands that were carried out: a client whose answer got lost sends the same once more.
///
/// An answer can hold a lease, so it is given again to the same address for the same command only.
struct DragonBreathReplays: Sendable {
    /// A command that was carried out.
    struct Entry: Sendable {
        fileprivate let request: DragonBreathRequest
        fileprivate let address: String
        /// The state's, once it was carried out.
        let revision: UInt32
        let leaseID: String?

        /// Whether `request` of a client at `address` is this command and no other with its name.
        func isSame(_ request: DragonBreathRequest, _ address: String) -> Bool {
            self.address == address && self.request == request
        }
    }

    private static let most = 8
    private var entries: [Entry] = []

    init() {}

    /// The command of this actor with this name.
    func find(_ request: DragonBreathRequest) -> Entry? {
        entries.first { entry in
            entry.request.id == request.id && entry.request.actor.name == request.actor.name
        }
    }

    mutating func record(
        _ request: DragonBreathRequest,
        _ address: String,
        _ revision: UInt32,
        _ leaseID: String?
    ) {
        if entries.count >= Self.most { entries.removeFirst() }
        entries.append(
            Entry(request: request, address: address, revision: revision, leaseID: leaseID)
        )
    }
}
