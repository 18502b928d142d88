"""Five machines of a farm, as docs/farm.md has it: set up by one file of answers, found in the network, and updated
one after the other, each by itself."""

import contextlib
import json
import pathlib
import tempfile
import unittest

from bundles import Workshop, launched_from
from daemon import run_hearth, wait_until

COUNT = 5
#: Wire contract, section 7.
LARGEST = 0x480000
ANSWERS = """\
[setup]
board: simulated
start: no

[board]
name: Press hall

[limits]
highest_target_c: 55
"""


def setUpModule():
    global workshop
    workshop = Workshop()


def tearDownModule():
    workshop.close()


class FiveMachinesTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-five-")))
        self.answers = self.folder / "answers.conf"
        self.answers.write_text(ANSWERS, encoding="utf-8")
        self.bundle = self.folder / "new.bin"
        self.bundle.write_bytes(workshop.bundle("0.2.0"))
        if self.bundle.stat().st_size > LARGEST:
            self.skipTest("a build for debugging is larger than any update that is taken")

    def set_up(self, name):
        """A machine's files, as a card that is prepared; returns its board file."""
        root = self.folder / name
        root.mkdir()
        done = run_hearth("setup", "--root", root, "--unattended", self.answers)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return root / "etc/hearth/board.conf"

    def version(self, daemon):
        """`None` while it is being replaced."""
        with contextlib.suppress(OSError, AssertionError, IndexError):
            state = daemon.get_state()
            if state["device"]["update"]["phase"] == "idle" and not state["device"]["update"]["trial"]:
                return state["version"]
        return None

    def test_one_file_sets_all_up_and_each_is_found_and_updated(self):
        names = [f"press{number}" for number in range(1, COUNT + 1)]
        boards = [self.set_up(name) for name in names]
        self.assertEqual(len({board.read_bytes() for board in boards}), 1, "alike to the byte")
        service_file = workshop.service_file()
        daemons = [self.enterContext(launched_from(service_file, board=board)) for board in boards]
        for name, daemon in zip(names, daemons):
            status, _, body = daemon.request(
                "POST", "/api/v1/device", json.dumps({"hostname": name}),
                {"Content-Type": "application/json"},
            )
            self.assertEqual(status, 200, body)
        # What the fleet's tools tell apart: a name by place, an id that nobody set.
        wait_until(
            lambda: [d.get_state()["device"]["hostname"] for d in daemons] == names, "names by place"
        )
        self.assertEqual(len({d.get_state()["device"]["id"] for d in daemons}), COUNT)
        status, answer = daemons[0].post_wish({"set_target": 58})
        self.assertEqual((status, answer["result"]), (200, "clamped"), "the limit of the answers")
        for number, daemon in enumerate(daemons, 1):
            done = run_hearth("update", self.bundle, "--host", daemon.host, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            versions = [wait_until(lambda d=other: self.version(d), "an answer") for other in daemons]
            self.assertEqual(versions, ["0.2.0"] * number + ["0.1.0"] * (COUNT - number))
            self.assertEqual(daemon.get_state()["device"]["hostname"], names[number - 1])

    def test_one_that_heats_refuses_and_keeps_its_version(self):
        board = self.set_up("press1")
        with launched_from(workshop.service_file(), board=board) as daemon:
            wait_until(lambda: daemon.get_state()["chamber"]["condition"] == "good", "a reading")
            daemon.post_wish({"heat_to": 50})
            bundle = self.folder / "new.bin"
            bundle.write_bytes(workshop.bundle("0.2.0"))
            done = run_hearth("update", self.bundle, "--host", daemon.host, timeout=60)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("heat", done.stdout + done.stderr)
            self.assertTrue(daemon.get_state()["power"])


if __name__ == "__main__":
    unittest.main()
