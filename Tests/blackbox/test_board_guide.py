"""Describing the board on the page, where there is no board file: the answers are checked and kept for `sudo hearth
setup`, and nothing is put into use by them."""

import json
import pathlib
import tempfile
import unittest

from daemon import SIMULATED_BOARD, Daemon, lasting_port, run_hearth, wait_until
from page import CHROMIUM, PHONE, PageTestCase

if CHROMIUM:
    from selenium.webdriver.support.ui import Select

CONFLICT, UNPROCESSABLE = 409, 422
ANSWERS = {
    "board": "raspberry-pi",
    "element_probe": True,
    "values": {
        "probe chamber.thermistor": "104gt-2", "probe chamber.series_ohms": "4700",
        "heater.power_w": "250", "heater.line": "22", "board.mains_hz": "60",
    },
}


def boardless(folder, **options):
    board = pathlib.Path(folder, "board.conf")
    return Daemon(board=board, arguments=["--await-board"], state=pathlib.Path(folder, "state"), **options)


def asked_by(daemon):
    status, _, body = daemon.request("GET", "/api/v1/setup")
    assert status == 200, body
    return json.loads(body)


class BoardGuideTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-guide-")))
        self.daemon = self.enterContext(boardless(self.folder))
        self.kept = self.folder / "state" / "board-answers.conf"

    def post(self, answers):
        status, _, body = self.daemon.request(
            "POST", "/api/v1/setup", json.dumps(answers).encode(), {"Content-Type": "application/json"}
        )
        return status, json.loads(body)

    def refused(self, change, **others):
        values = {**ANSWERS["values"], **change}
        status, answer = self.post({**ANSWERS, "values": values, **others})
        self.assertEqual(status, UNPROCESSABLE, answer)
        self.assertFalse(self.kept.exists())
        return answer["error"]

    def test_it_asks_what_set_up_asks(self):
        asked = asked_by(self.daemon)
        self.assertTrue(asked["wanted"])
        self.assertIsNone(asked["kept"])
        boards = {board["name"]: board for board in asked["boards"]}
        self.assertIn("raspberry-pi-5", boards)
        self.assertNotIn("simulated", boards)
        self.assertEqual(boards["raspberry-pi"]["values"]["heater.line"], "17")
        self.assertIn("generic-3950", [row["name"] for row in asked["thermistors"]])

    def test_the_answers_are_kept_as_set_up_takes_them_and_nothing_heats(self):
        status, answer = self.post(ANSWERS)
        self.assertEqual((status, answer), (200, {"result": "kept"}))
        self.assertIn("[heater] power_w: 250", asked_by(self.daemon)["kept"])
        root = self.folder / "card"
        root.mkdir()
        made = run_hearth("setup", "--root", root, "--unattended", self.kept)
        self.assertEqual(made.returncode, 0, made.stderr)
        board = (root / "etc/hearth/board.conf").read_text(encoding="utf-8")
        for line in ("thermistor: 104gt-2", "power_w: 250", "line: 22", "mains_hz: 60"):
            self.assertIn(line, board)
        self.assertFalse((self.folder / "board.conf").exists())
        status, answer = self.daemon.post_wish({"heat_to": 50})
        self.assertEqual((status, answer["code"]), (CONFLICT, "no_board"))

    def test_what_the_board_cannot_have_is_told_and_not_kept(self):
        self.assertIn("too high; give watts between", self.refused({"heater.power_w": "9000"}))
        self.assertIn("taken by", self.refused({"fan.line": "22"}))
        self.assertIn("is no question", self.refused({"limits.highest_target_c": "120"}))
        self.assertIn("one line", self.refused({"board.name": "x\n[limits]"}))
        self.assertIn("board must be one of", self.refused({}, board="/etc/passwd"))

    def test_a_relay_that_would_heat_while_the_computer_starts_is_refused(self):
        words = self.refused({"heater.active_low": "yes", "heater.idle": "pulled_down"})
        self.assertIn("while the computer boots", words)
        status, answer = self.post({**ANSWERS, "values": {
            **ANSWERS["values"], "heater.active_low": "yes", "heater.idle": "pulled_up",
        }})
        self.assertEqual(status, 200, answer)

    def test_noise_is_refused_with_words(self):
        for body in (b"[]", b"{", b'{"board":1}'):
            status, _, answer = self.daemon.request(
                "POST", "/api/v1/setup", body, {"Content-Type": "application/json"}
            )
            self.assertIn(status, (400, UNPROCESSABLE), answer)
            self.assertIn("error", json.loads(answer))

    def test_with_a_board_there_is_nothing_to_ask(self):
        with Daemon() as daemon:
            self.assertEqual(asked_by(daemon), {"wanted": False})
            status, _, body = daemon.request(
                "POST", "/api/v1/setup", json.dumps(ANSWERS).encode(), {"Content-Type": "application/json"}
            )
            self.assertEqual((status, json.loads(body)["code"]), (CONFLICT, "board_known"))


class GuideOnThePageTests(PageTestCase):
    def test_a_board_is_described_from_a_phone(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-guide-"))
        with boardless(folder, port=lasting_port()) as daemon:
            self.open(daemon, PHONE)
            self.wait_for_text("board-title", "Describe your board")
            self.assertIn("nothing can heat", self.text("promise"))
            self.assertFalse(self.find("heat").is_displayed())
            self.assertEqual(self.evaluate("document.documentElement.scrollWidth"), PHONE[0])
            Select(self.find("board-name")).select_by_value("raspberry-pi")
            self.enter("board-heater-power_w", "9000")
            self.press("board-keep")
            self.wait_for_text("board-said", "too high")
            self.enter("board-heater-power_w", "250")
            Select(self.find("board-level")).select_by_value("low")
            self.press("board-keep")
            self.wait_for_text("board-said", "while the computer boots")
            self.click(self.find("board-pull-up"))
            self.press("board-keep")
            self.wait_for_text("board-kept", "sudo hearth setup")
            kept = pathlib.Path(daemon.state_directory, "board-answers.conf").read_text(encoding="utf-8")
            self.assertIn("power_w: 250", kept)
            self.assertIn("active_low: yes", kept)
            # It goes with the board.
            pathlib.Path(daemon.board).write_bytes(SIMULATED_BOARD.read_bytes())
            wait_until(lambda: not self.find("board-guide").is_displayed(), "the guide gone")
            self.assertEqual(
                [line["message"] for line in self.console_errors()
                 if "Failed to load resource" not in line["message"] and "ERR_CONNECTION" not in line["message"]], [])


if __name__ == "__main__":
    unittest.main()
