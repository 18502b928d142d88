"""The service without a board file, and with one that has mistakes: the page is there, nothing can heat,
and it begins with the file once that is good."""

import json
import pathlib
import re
import tempfile
import unittest

from daemon import REPOSITORY, SIMULATED_BOARD, Daemon, run_hearth, wait_until
from panda import connected
from test_switch import children

CONFLICT = 409
REAL_BOARD = REPOSITORY / "boards" / "raspberry-pi.conf"


class BoardlessTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-boardless-"))
        )
        self.board = self.folder / "board.conf"

    def daemon(self, **options):
        return self.enterContext(Daemon(board=self.board, arguments=["--await-board"], **options))

    def trouble(self, daemon):
        return daemon.get_state()["device"]["troubles"][0]

    def begins_with_the_board(self, daemon):
        """The daemon starts again on its own, at another port."""

        def reads():
            try:
                return daemon.get_state()["chamber"]["condition"] == "good"
            except (OSError, ValueError):
                return False

        wait_until(reads, "a reading of the new board")

    def test_the_page_is_there_and_says_that_there_is_no_board(self):
        daemon = self.daemon()
        self.assertEqual(daemon.request("GET", "/")[0], 200)
        state = daemon.get_state()
        self.assertTrue(self.trouble(daemon).startswith("No board file yet"), state)
        self.assertEqual(state["activity"], "off")
        self.assertEqual(state["chamber"]["condition"], "absent")
        self.assertEqual(state["warnings"], [])
        shown = run_hearth("status", "--host", daemon.host)
        self.assertIn("No board file yet", shown.stdout)
        self.assertIn("sudo hearth setup", shown.stdout)

    def test_nothing_heats_and_no_line_is_opened(self):
        daemon = self.daemon()
        status, answer = daemon.post_wish({"heat_to": 50})
        self.assertEqual((status, answer["code"]), (CONFLICT, "no_board"), answer)
        self.assertIn("no board file yet", answer["error"])
        # What is off stays off, and nobody is told otherwise.
        status, answer = daemon.post_wish({"power": False})
        self.assertEqual(status, 200, answer)
        with connected(daemon) as client:
            client.send(json.dumps({"settings": {"work_on": True}}))
            client.send(json.dumps({"settings": {"work_mode": 2}}))
            before = daemon.get_state()["step"]
            wait_until(lambda: daemon.get_state()["step"] > before + 5, "some steps")
        state = daemon.get_state()
        self.assertEqual((state["power"], state["heater_on"]), (False, False))
        self.assertEqual(children(daemon.process.pid), [])

    def test_a_client_that_asks_for_the_websocket_in_plain_words_is_told_why(self):
        daemon = self.daemon()
        status, _, body = daemon.request("GET", "/ws")
        self.assertEqual(status, 426)
        self.assertIn("no board file yet", json.loads(body)["error"])
        with Daemon() as other:
            self.assertNotIn("board", json.loads(other.request("GET", "/ws")[2])["error"])

    def test_it_begins_with_the_file_that_somebody_writes(self):
        daemon = self.daemon()
        self.board.write_bytes(SIMULATED_BOARD.read_bytes())
        self.begins_with_the_board(daemon)
        self.assertEqual(daemon.get_state()["device"]["troubles"], [])

    def test_a_board_file_with_a_mistake_is_told_and_costs_nothing(self):
        good = SIMULATED_BOARD.read_text(encoding="utf-8")
        self.board.write_text(good, encoding="utf-8")
        state = self.folder / "state"
        with Daemon(board=self.board, state=state, speed=60) as first:
            wait_until(
                lambda: first.get_state()["chamber"]["condition"] == "good", "a first reading"
            )
            first.post_wish({"set_target": 48.5})
            self.assertEqual(first.get_state()["target_c"], 48.5)
        bad = good.replace("power_w: 300", "power_w: three").replace("min_on_s: 1", "min_on_s: 0")
        self.board.write_text(bad, encoding="utf-8")
        daemon = self.daemon(state=state)
        words = self.trouble(daemon)
        self.assertTrue(words.startswith("The board file cannot be used"), words)
        self.assertRegex(words, r"board.conf:\d+: \[heater\] power_w: .*lists \d+ more")
        status, answer = daemon.post_wish({"set_target": 30})
        self.assertEqual((status, answer["code"]), (CONFLICT, "board_unusable"))
        self.board.write_text(good, encoding="utf-8")
        self.begins_with_the_board(daemon)
        self.assertEqual(daemon.get_state()["target_c"], 48.5)

    def test_hardware_that_cannot_be_opened_is_told(self):
        chip = self.folder / "gpiochip"
        text = REAL_BOARD.read_text(encoding="utf-8")
        self.board.write_text(re.sub("(?m)^chip: .*", f"chip: {chip}", text), encoding="utf-8")
        daemon = self.daemon()
        words = self.trouble(daemon)
        self.assertTrue(words.startswith("The board's hardware cannot be opened"), words)
        self.assertIn(str(chip), words)
        status, answer = daemon.post_wish({"heat_to": 50})
        self.assertEqual((status, answer["code"]), (CONFLICT, "board_unusable"))
        self.assertIn("cannot be opened", run_hearth("status", "--host", daemon.host).stdout)
        self.board.write_bytes(SIMULATED_BOARD.read_bytes())
        self.begins_with_the_board(daemon)

    def test_by_hand_it_ends_as_before(self):
        answer = run_hearth(
            "run", "--board", self.board, "--listen", "127.0.0.1:0", "--state", self.folder / "s"
        )
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn(str(self.board), answer.stderr)


if __name__ == "__main__":
    unittest.main()
