"""Starting, and refusing to start: one line that says so, and an exit status."""

import os
import pathlib
import signal
import socket
import tempfile
import unittest

from daemon import PATIENCE, SIMULATED_BOARD, Daemon, run_hearth, wait_until
from panda import connected

MISCONFIGURED, UNAVAILABLE = 5, 6


class ServiceManagerTests(unittest.TestCase):
    def test_the_service_manager_hears_of_the_start_the_life_and_the_end(self):
        name = f"@hearth-notify-{os.getpid()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind("\0" + name[1:])
            listener.settimeout(PATIENCE)
            daemon = Daemon()
            daemon.environment["NOTIFY_SOCKET"] = name
            self.enterContext(daemon)

            def heard():
                return listener.recv(4096).decode().splitlines()

            self.assertEqual(heard(), ["READY=1", f"STATUS=serving {daemon.url}/"])
            self.assertEqual(heard(), ["WATCHDOG=1"])
            daemon.stop()
            message = heard()
            while message == ["WATCHDOG=1"]:
                message = heard()
            self.assertEqual(message, ["STOPPING=1", "STATUS=turning everything off"])


class RefusalTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-startup-"))
        )

    def run_daemon(self, *words, board=SIMULATED_BOARD, state=None):
        return run_hearth(
            "run", "--board", board, "--listen", "127.0.0.1:0",
            "--state", state or self.folder / "state", *words,
        )

    def assertSaysInOneLine(self, answer, status, *words):
        self.assertEqual(answer.returncode, status, answer.stderr)
        self.assertNotIn("http://", answer.stdout)
        lines = answer.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, answer.stderr)
        for word in words:
            self.assertIn(word, lines[0])

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            answer = self.run_daemon("--listen", f"127.0.0.1:{port}")
        # An option that comes twice may be refused as such; then say it once.
        if answer.returncode == 2:
            with socket.create_server(("127.0.0.1", 0)) as taken:
                port = taken.getsockname()[1]
                answer = run_hearth(
                    "run", "--board", SIMULATED_BOARD, "--listen", f"127.0.0.1:{port}",
                    "--state", self.folder / "state",
                )
        self.assertSaysInOneLine(answer, UNAVAILABLE, str(port))

    def test_an_address_that_is_not_ours(self):
        answer = run_hearth(
            "run", "--board", SIMULATED_BOARD, "--listen", "203.0.113.7:0",
            "--state", self.folder / "state",
        )
        self.assertSaysInOneLine(answer, UNAVAILABLE, "203.0.113.7")

    def test_a_board_that_is_missing(self):
        missing = self.folder / "no-such.conf"
        self.assertSaysInOneLine(
            self.run_daemon(board=missing), UNAVAILABLE, str(missing)
        )

    def test_a_board_with_mistakes_tells_all_of_them_with_their_lines(self):
        board = self.folder / "wrong.conf"
        text = SIMULATED_BOARD.read_text(encoding="utf-8")
        text = text.replace("mains_hz: 50", "mains_hz: 55").replace("[fan]", "[fam]")
        text = text.replace("highest_target_c: 60", "highest_target_c: 600")
        board.write_text(text, encoding="utf-8")
        answer = self.run_daemon(board=board)
        self.assertEqual(answer.returncode, MISCONFIGURED)
        numbered = text.splitlines()
        for found in ("mains_hz: 55", "[fam]", "highest_target_c: 600"):
            number = next(n for n, line in enumerate(numbered, 1) if line.startswith(found))
            self.assertIn(f"{board}:{number}:", answer.stderr)
        self.assertEqual(run_hearth("board", "check", board).returncode, MISCONFIGURED)

    def test_a_board_that_is_well_passes_its_check(self):
        self.assertEqual(run_hearth("board", "check", SIMULATED_BOARD).returncode, 0)

    def test_a_second_instance_on_the_same_state(self):
        with Daemon(state=self.folder / "state") as first:
            self.assertSaysInOneLine(
                self.run_daemon(), UNAVAILABLE, str(self.folder / "state")
            )
            self.assertIsNone(first.process.poll())
            with connected(first):
                pass


class UnreadableStateTests(unittest.TestCase):
    """What cannot be read might have been a latch: start off and latched, and touch nothing."""

    GARBAGE = b"this is no database, but it is somebody's\n" * 200

    def damaged_state(self, damage):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-damaged-"))
        state = pathlib.Path(folder, "state")
        with Daemon(state=state) as daemon:
            daemon.post_wish({"set_target": 48})
        damage(state)
        return state

    def assertStartsLatched(self, state):
        before = contents(state)
        with Daemon(state=state) as daemon:
            found = daemon.get_state()
            self.assertEqual(found["latch"]["code"], "safety.state_unreadable")
            self.assertIn(str(state), found["latch"]["what"] + daemon.log)
            self.assertFalse(found["power"])
            status, answer = daemon.post_wish({"heat_to": 50})
            self.assertEqual((status, answer["code"]), (409, "latched"))
            with connected(daemon) as client:
                client.send({"settings": {"set_temp": 51, "work_mode": 2, "work_on": True}})
                client.receive_for(2)
            self.assertFalse(daemon.get_state()["heater_on"])
        after = contents(state)
        self.assertEqual({name: after.get(name) for name in before}, before)

    def test_a_database_full_of_garbage(self):
        def damage(state):
            for path in state.rglob("*.db*"):
                path.unlink()
            database_of(state).write_bytes(self.GARBAGE)

        self.assertStartsLatched(self.damaged_state(damage))

    def test_a_database_with_its_head_overwritten(self):
        def damage(state):
            with database_of(state).open("r+b") as file:
                file.write(bytes(100))

        self.assertStartsLatched(self.damaged_state(damage))

    def test_a_directory_where_the_database_should_be(self):
        def damage(state):
            path = database_of(state)
            path.unlink()
            path.mkdir()
            (path / "kept").write_text("kept")

        self.assertStartsLatched(self.damaged_state(damage))

    def test_a_path_that_cannot_be_a_directory(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-damaged-"))
        blocker = pathlib.Path(folder, "file")
        blocker.write_text("in the way")
        for state in (blocker, blocker / "state"):
            with self.subTest(state):
                self.assertStartsLatched(state)
        self.assertEqual(blocker.read_text(), "in the way")


#: The database's name in the state directory; asked of a fresh one.
_database_name = []


def database_of(state):
    """The database's path, also where the file is gone."""
    if not _database_name:
        with Daemon() as daemon:
            found = [path.name for path in pathlib.Path(daemon.state_directory).rglob("*")
                     if path.is_file() and path.open("rb").read(15) == b"SQLite format 3"]
        _database_name.append(found[0])
    return state / _database_name[0]


def contents(state):
    """Every file below a folder with its bytes, but for the lock that a running daemon holds."""
    return {
        str(path.relative_to(state)): path.read_bytes()
        for path in state.rglob("*")
        if path.is_file() and "lock" not in path.name
    }


class LifeCycleTests(unittest.TestCase):
    def test_each_polite_signal_ends_it_with_success(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), Daemon() as daemon:
                daemon.process.send_signal(number)
                self.assertEqual(daemon.process.wait(timeout=30), 0)

    def test_it_ends_in_order_while_clients_hang_on(self):
        with Daemon() as daemon, connected(daemon), connected(daemon):
            self.assertEqual(daemon.stop(), 0)

    def test_the_port_can_be_taken_again_at_once(self):
        with Daemon() as daemon:
            port = daemon.port
            with connected(daemon):
                daemon.stop()
            daemon.arguments = []
            with Daemon() as _:
                pass
            answer = socket.create_server(("127.0.0.1", port))
            answer.close()

    def test_state_is_for_its_owner_only(self):
        with Daemon() as daemon:
            wait_until(lambda: os.listdir(daemon.state_directory), "files in the state directory")
            for path in pathlib.Path(daemon.state_directory).rglob("*"):
                self.assertEqual(path.stat().st_mode & 0o077 & ~0o050, 0, path)
