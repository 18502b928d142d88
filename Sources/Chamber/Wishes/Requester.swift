/// The sender of a wish: for the events, for the stale-echo rule, and for leases.
package struct Requester: Codable, Hashable, Sendable {
    /// The ways by which a wish can arrive.
    package enum Kind: UInt8, CaseIterable, Codable, Sendable {
        case controller
        case store
        case panda
        case page
        case api
        case commandLine
        case button
        case printer
        case scenario
        case homeAssistant
        case reefnet
        case deviceLink
        case dragonBreath
    }

    /// The way by which the wish arrived.
    package let kind: Kind
    /// Distinguishes the sessions of one kind (a client's number); 0 where there is only one.
    package let session: UInt64

    package init(_ kind: Kind, session: UInt64 = 0) {
        self.kind = kind
        self.session = session
    }

    /// The controller itself: timers, guards, start-up.
    package static let controller = Requester(.controller)
}

extension Requester.Kind {
    /// The sender, as the end of a sentence.
    package var title: String {
        switch self {
        case .controller: "the controller"
        case .store: "the store"
        case .panda: "a Panda client"
        case .page: "the web page"
        case .api: "the API"
        case .commandLine: "the command line"
        case .button: "a button"
        case .printer: "the printer"
        case .scenario: "the scenario"
        case .homeAssistant: "Home Assistant"
        case .reefnet: "reefnet"
        case .deviceLink: "the device link"
        case .dragonBreath: "a DragonBreath client"
        }
    }
}
