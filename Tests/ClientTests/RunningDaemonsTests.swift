import Client
import Testing

struct RunningDaemonsTests {
    @Test(arguments: [
        (["hearth", "run", "--state", "/srv/one"], "/srv/one"),
        (["hearth", "run", "--state=/srv/two", "--board", "b"], "/srv/two"),
        (["hearth", "run", "--state", "here"], "here"),
        (["hearth", "run"], "/srv/three"),
        (["hearth", "run", "--state"], "/srv/three"),
    ])
    func findsWhereADaemonKeepsItsState(words: [String], path: String) {
        let variables = ["HOME=/root", "STATE_DIRECTORY=/srv/three"]
        #expect(RunningDaemons.statePath(of: words, variables, isRoot: false) == path)
    }

    @Test func knowsTheUsualPlaces() {
        let words = ["hearth", "run"]
        #expect(RunningDaemons.statePath(of: words, [], isRoot: true) == "/var/lib/hearth")
        let home = RunningDaemons.statePath(of: words, ["HOME=/home/pi"], isRoot: false)
        #expect(home == "/home/pi/.local/state/hearth")
    }
}
