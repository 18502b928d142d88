import Chamber
import Host
import Surroundings
import SwitchCore
import Testing

@Suite struct LinkStateTests {
    private let now = Instant(nanoseconds: 5_000_000_000)

    private func networkState(_ change: (inout NetworkTree) -> Void) -> NetworkState {
        var tree = NetworkTree()
        change(&tree)
        return tree.networkState
    }

    private var home: NetworkState {
        networkState { tree in
            tree.addRadio(100, ssid: "Home", active: "/1")
            tree.setPrimary("/1")
        }
    }

    @Test func aNetworkIsToldByItsName() {
        var view = LinkState()
        let link = view.link(in: home, at: now)
        #expect(link.state == .connected && link.networkName == "Home")
        #expect(link.address == "10.0.0.3")
    }

    @Test func aCableHasANameToo() {
        var view = LinkState()
        let wired = networkState { tree in
            tree.addCable(100, active: "/1")
            tree.addRadio(30)
        }
        let link = view.link(in: wired, at: now)
        #expect(link.state == .connected && link.networkName == "Wired")
        #expect(link.address == "10.0.0.2")
    }

    @Test func whatIsLostIsSought() {
        var view = LinkState()
        let idle = networkState { $0.addRadio(30) }
        #expect(view.link(in: idle, at: now).state == .noNetwork)
        #expect(view.link(in: networkState { $0.addRadio(50) }, at: now).state == .connecting)
        _ = view.link(in: home, at: now)
        #expect(view.link(in: idle, at: now).state == .reconnecting)
    }

    @Test func aNetworkOfItsOwnIsNoNetwork() {
        var view = LinkState()
        _ = view.link(in: home, at: now)
        let offered = networkState {
            $0.addRadio(100, ssid: "Warm", mode: 3, address: "192.168.254.1")
        }
        let link = view.link(in: offered, at: now)
        #expect(link.state == .noNetwork && link.networkName == "Warm")
        #expect(link.address == "192.168.254.1")
    }

    @Test func aRefusalIsShownForFourSecondsThoughTheNetworkBeforeIsBack() {
        var view = LinkState()
        view.joinBegan()
        #expect(view.link(in: home, at: now).state == .connecting)
        #expect(view.wakeTime == nil)
        view.joinEnded(hasWrongPassword: true, at: now)
        #expect(view.wakeTime == now.advanced(by: .seconds(4)))
        let almost = now.advanced(by: .milliseconds(3_999))
        #expect(view.link(in: home, at: almost).state == .wrongPassword)
        let over = now.advanced(by: .seconds(4))
        #expect(view.link(in: home, at: over).state == .connected)
        #expect(view.wakeTime == nil)
    }

    @Test func aJoinThatSucceedsShowsItself() {
        var view = LinkState()
        view.joinBegan()
        view.joinEnded(hasWrongPassword: false, at: now)
        #expect(view.link(in: home, at: now).state == .connected)
    }
}
