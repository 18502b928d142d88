import Chamber
import Host
import Testing

@Suite struct NetworkStateTests {
    @Test func namesAreListedStrongestFirstOnceAndNoHiddenOne() {
        var tree = NetworkTree()
        tree.addNetwork(Array("b".utf8), strength: 20, keys: 0x100)
        tree.addNetwork(Array("a".utf8), strength: 50, keys: 0x100)
        tree.addNetwork(Array("b".utf8), strength: 90, keys: 0x100)
        tree.addNetwork(Array("c".utf8), strength: 50, keys: 0x100)
        tree.addNetwork([], strength: 99, keys: 0x100)
        tree.addNetwork([0, 0, 0], strength: 98, keys: 0x100)
        tree.addRadio(30)
        #expect(tree.networkState.networkNames.map(\.shown) == ["b", "a", "c"])
    }

    @Test(
        arguments: [
            (0, 0, .open), (1, 0, .unsupported), (1, 0x100, .password), (1, 0x500, .password),
            (1, 0x400, .newPassword), (1, 0x200, .unsupported), (0, 0x800, .openEncrypted),
        ] as [(UInt32, UInt32, NetworkState.Security)]
    )
    func theWayIntoANetworkIsTold(flags: UInt32, keys: UInt32, way: NetworkState.Security) {
        var tree = NetworkTree()
        tree.addNetwork(Array("a".utf8), strength: 20, flags: flags, keys: keys)
        #expect(tree.networkState.security(of: Array("a".utf8)) == way)
        #expect(tree.networkState.security(of: Array("b".utf8)) == nil)
    }

    @Test func onlyACableThatIsTheWayOutMakesChangesHarmless() {
        var tree = NetworkTree()
        tree.addCable(100, active: "/1")
        tree.addRadio(100, ssid: "Home", active: "/2")
        tree.setPrimary("/2")
        #expect(!tree.networkState.isWired)
        tree.setPrimary("/1")
        #expect(tree.networkState.isWired)
    }

    @Test func aHotspotTakesTheQuietestChannelThatEveryCountryAllows() {
        var tree = NetworkTree()
        #expect(tree.networkState.hotspotChannel == 1)
        tree.addNetwork([1], strength: 60, keys: 0x100, frequency: 2_412)
        #expect(tree.networkState.hotspotChannel == 6)
        tree.addNetwork([2], strength: 30, keys: 0x100, frequency: 2_447)
        #expect(tree.networkState.hotspotChannel == 11)
        tree.addNetwork([3], strength: 90, keys: 0x100, frequency: 2_472)
        tree.addNetwork([4], strength: 90, keys: 0x100, frequency: 2_462)
        #expect(tree.networkState.hotspotChannel == 6)
    }

    @Test func nothingAtAllIsNoTrap() {
        let networkState = NetworkState(.bool(true))
        #expect(networkState.networkNames.isEmpty && !networkState.isWired)
    }
}
