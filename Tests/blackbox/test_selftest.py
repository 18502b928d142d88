"""`hearth selftest` on the simulated heater: the report, and what must stop it."""

import json
import pathlib
import signal
import subprocess
import tempfile
import unittest

from daemon import HEARTH, PATIENCE, SIMULATED_BOARD, Daemon, board_with, run_hearth

FAILED, REFUSED, UNAVAILABLE = 1, 4, 6


class SelfTestTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def words(self, *words, board=SIMULATED_BOARD, speed=200):
        return ["selftest", "--board", str(board), "--state", self.folder, "--speed", str(speed),
                *words]

    def test_a_sound_heater_passes_and_leaves_text_curves_and_picture(self):
        answer = run_hearth(*self.words("--allow-heat"))
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        report = pathlib.Path(self.folder, "selftest")
        curve = json.loads((report / "selftest.json").read_text())["curve"]
        element = [row[curve["columns"].index("element_c")] for row in curve["rows"]]
        hottest = max(degrees for degrees in element if degrees is not None)
        self.assertGreater(hottest, 45)
        self.assertLess(hottest, 80)
        heater = [row[curve["columns"].index("heater")] for row in curve["rows"]]
        self.assertEqual((heater[0], heater[-1], max(heater)), (0, 0, 1))
        self.assertIn((report / "selftest.txt").read_text(), answer.stdout)
        self.assertTrue((report / "selftest.svg").read_text().startswith("<svg "))

    def test_a_heater_without_air_fails_by_its_blower(self):
        board = board_with(self.folder, plant__element_air_w_per_k="0.8")
        answer = run_hearth(*self.words("--allow-heat", board=board))
        self.assertEqual(answer.returncode, FAILED, answer.stdout)
        self.assertRegex(answer.stdout, r"(?m)^failed +blower ")

    def test_without_a_person_or_leave_nothing_is_heated(self):
        answer = run_hearth(*self.words(), stdin=subprocess.DEVNULL)
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("--allow-heat", answer.stderr)

    def test_beside_a_daemon_it_does_not_run(self):
        with Daemon(state=self.folder):
            answer = run_hearth(*self.words("--allow-heat"))
        self.assertEqual(answer.returncode, UNAVAILABLE)
        self.assertIn("stop it first", answer.stderr)

    def test_a_signal_ends_the_heat_and_the_test_fails(self):
        process = subprocess.Popen(
            [HEARTH, *self.words("--allow-heat", speed=20)], stdout=subprocess.PIPE, text=True
        )
        with process:
            for line in process.stdout:
                if line.startswith("Heating"):
                    break
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
            self.assertEqual(process.wait(timeout=PATIENCE), FAILED)
        self.assertIn("the test was stopped", rest)
        curve = json.loads(pathlib.Path(self.folder, "selftest", "selftest.json").read_text())
        self.assertEqual(curve["curve"]["rows"][-1][5], 0)


if __name__ == "__main__":
    unittest.main()
