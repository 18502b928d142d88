"""The command line: against a running daemon, and where none is involved."""

import json
import socket
import unittest

from daemon import DaemonTestCase, run_hearth, wait_until

USAGE, UNREACHABLE, REFUSED = 2, 3, 4


class WithoutDaemonTests(unittest.TestCase):
    def test_version_is_one_line(self):
        answer = run_hearth("version")
        self.assertEqual(answer.returncode, 0)
        self.assertRegex(answer.stdout, r"\Ahearth \d\S* .*\n\Z")

    def test_every_command_of_the_overview_has_a_page(self):
        overview = run_hearth("--help")
        self.assertEqual(overview.returncode, 0)
        for command in ("run", "simulate", "status", "set", "mode", "dry", "off", "clear",
                        "events", "setup", "board check", "doctor", "selftest",
                        "version"):
            with self.subTest(command):
                self.assertIn(command, overview.stdout)
                page = run_hearth(*command.split(), "--help")
                self.assertEqual(page.returncode, 0)
                self.assertIn("Synopsis", page.stdout)
                self.assertIn("Exit status", page.stdout)
                self.assertLessEqual(max(map(len, page.stdout.splitlines())), 80)

    def test_a_fault_has_a_short_command_too(self):
        page = run_hearth("fault", "--help")
        self.assertEqual(page.returncode, 0)
        self.assertIn("hearth fault fan_weak 0.5", page.stdout)
        self.assertEqual(run_hearth("fault", "fan_wek").returncode, USAGE)

    def test_an_unknown_word_is_answered_with_the_nearest_known_one(self):
        for words, nearest in [
            (["staus"], "status"), (["simulat"], "simulate"), (["run", "--bord", "x"], "--board"),
            (["board", "chek", "x"], "check"), (["mode", "atuo"], "auto"), (["dry", "petq"], "petg"),
        ]:
            with self.subTest(words=words):
                answer = run_hearth(*words)
                self.assertEqual(answer.returncode, USAGE, answer.stderr)
                self.assertEqual(answer.stdout, "")
                self.assertIn(nearest, answer.stderr)

    def test_numbers_that_make_no_sense_are_refused(self):
        for words in (["set", "nan"], ["set", "warm"], ["set", "1e999"], ["set"],
                      ["dry", "55", "6x"], ["run", "--speed", "-1"]):
            with self.subTest(words=words):
                self.assertEqual(run_hearth(*words).returncode, USAGE)

    def test_without_a_daemon_the_commands_say_so(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        for words in (["status"], ["set", "50"], ["off"], ["clear"], ["events"], ["mode", "auto"],
                      ["dry", "pla"]):
            with self.subTest(words=words):
                answer = run_hearth(*words, "--host", f"127.0.0.1:{port}")
                self.assertEqual(answer.returncode, UNREACHABLE, answer.stderr)
                self.assertIn(str(port), answer.stderr)


class WithDaemonTests(DaemonTestCase):
    def hearth(self, *words):
        return run_hearth(*words, "--host", self.daemon.host)

    def assertDone(self, *words):
        answer = self.hearth(*words)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout

    def tearDown(self):
        self.assertDone("off")

    def test_status_tells_temperature_and_mode(self):
        self.wait_for_chamber("good")
        printed = self.assertDone("status")
        self.assertRegex(printed, r"(?m)^Off\b")
        self.assertRegex(printed, r"Chamber +[2-9]\d(\.\d)? °C")

    def test_set_changes_the_target_and_turns_nothing_on(self):
        self.assertDone("set", "52")
        state = self.daemon.get_state()
        self.assertEqual((state["target_c"], state["power"]), (52, False))

    def test_set_says_when_it_was_held_to_the_limit(self):
        self.assertIn("60", self.assertDone("set", "69"))

    def test_a_simulated_chamber_takes_faults_and_says_what_is_none(self):
        self.assertIn("fan_weak 0.5", self.assertDone("simulate", "fault", "fan_weak", "5e-1"))
        _, _, body = self.daemon.request("GET", "/api/v1/simulate")
        faults = {fault["name"]: fault for fault in json.loads(body)["faults"]}
        self.assertEqual(
            (faults["fan_weak"]["present"], faults["fan_weak"]["amount"]), (True, 0.5))
        self.assertFalse(faults["ssr_welded"]["present"])
        answer = self.hearth("simulate", "fault", "fan_weak", "2")
        self.assertEqual(answer.returncode, REFUSED, answer.stderr)
        self.assertIn("from 0 to 1", answer.stderr)
        self.assertEqual(self.hearth("simulate", "fault", "fan_week").returncode, USAGE)
        self.assertDone("simulate", "fault", "chamber_open")
        self.addCleanup(self.assertDone, "simulate", "fault", "none")
        self.wait_for_chamber("open_circuit")
        self.assertDone("simulate", "fault", "none")
        self.wait_for_chamber("good")

    def test_a_board_without_buttons_says_how_it_gets_one(self):
        answer = self.hearth("simulate", "press", "on")
        self.assertEqual(answer.returncode, REFUSED, answer.stderr)
        self.assertIn("[button on]", answer.stderr)
        self.assertEqual(self.hearth("simulate", "press", "off").returncode, USAGE)

    def wait_for_chamber(self, condition):
        wait_until(
            lambda: self.daemon.get_state()["chamber"]["condition"] == condition,
            f"a chamber's probe that is {condition}",
        )

    def test_each_mode_can_be_chosen(self):
        for word, mode in (("auto", "auto"), ("on", "always_on"), ("dry", "drying")):
            with self.subTest(word):
                self.assertDone("mode", word)
                state = self.daemon.get_state()
                self.assertEqual(
                    (state["mode"], state["power"], state["changed_by"]),
                    (mode, True, "command_line"),
                )

    def test_dry_starts_a_run_by_name_or_numbers(self):
        for words, target, hours in ((["pla"], 55, 12), (["petg"], 60, 12), (["50", "6h"], 50, 6)):
            with self.subTest(words=words):
                self.assertDone("dry", *words)
                drying = self.daemon.get_state()["drying"]
                self.assertTrue(drying["running"])
                self.assertEqual((drying["target_c"], drying["duration_s"]), (target, hours * 3600))

    def test_off_turns_off(self):
        self.assertDone("mode", "on")
        self.assertTrue(self.daemon.get_state()["power"])
        self.assertDone("off")
        self.assertFalse(self.daemon.get_state()["power"])

    def test_a_board_that_nobody_calibrated_says_so(self):
        self.assertIn("not calibrated", self.assertDone("status"))
        self.assertEqual(self.daemon.get_state()["model"]["state"], "not_calibrated")

    def test_a_calibration_is_forgotten_only_while_nothing_heats(self):
        self.assertIn("no calibration to forget", self.assertDone("calibrate", "--forget"))
        self.assertDone("mode", "on")
        answer = self.hearth("calibrate", "--forget")
        self.assertEqual(answer.returncode, REFUSED, answer.stderr)
        self.assertIn("turn it off", answer.stderr)

    def test_clear_without_a_fault_is_refused(self):
        answer = self.hearth("clear")
        self.assertEqual(answer.returncode, REFUSED)
        self.assertNotEqual(answer.stderr, "")

    def test_events_tell_who_asked(self):
        self.assertDone("mode", "on")
        wait_until(
            lambda: "command line" in self.assertDone("events"), "an event from here"
        )

    def test_a_script_can_read_the_status(self):
        state = json.loads(self.assertDone("status", "--json"))
        self.assertIn("chamber", state)
