"""`hearth setup` and `hearth doctor` from outside: the board files, another machine's files, a daemon."""

import contextlib
import json
import os
import pathlib
import pty
import re
import select
import subprocess
import tempfile
import unittest

from daemon import HEARTH, PATIENCE, REPOSITORY, Daemon, run_hearth, wait_until

USAGE, REFUSED, MISCONFIGURED = 2, 4, 5
BOARDS = sorted((REPOSITORY / "boards").glob("*.conf"))


class BoardFileTests(unittest.TestCase):
    def test_every_board_file_passes_its_check(self):
        self.assertGreaterEqual(len(BOARDS), 7)
        for board in BOARDS:
            with self.subTest(board.name):
                answer = run_hearth("board", "check", board)
                self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_the_wiring_page_names_every_board_file_and_no_other(self):
        page = (REPOSITORY / "docs" / "wiring.md").read_text(encoding="utf-8")
        for board in BOARDS:
            self.assertIn(f"](../boards/{board.name})", page)
        self.assertEqual(page.count("](../boards/"), len(BOARDS))


class CardTestCase(unittest.TestCase):
    """Another machine's files."""

    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def setup_board(self, *words):
        return run_hearth("setup", "--root", self.root, *words)


class KlipperModuleTests(CardTestCase):
    """`hearth setup --klipper DIR`."""

    def setUp(self):
        super().setUp()
        self.klipper = self.root / "klipper"
        (self.klipper / "klippy" / "extras").mkdir(parents=True)
        self.link = self.klipper / "klippy" / "extras" / "hearth.py"
        self.exclude = self.put("klipper/.git/info/exclude", "# comments\nout/")

    def install(self, *words):
        return run_hearth("setup", "--klipper", self.klipper, *words)

    def test_it_links_the_module_and_says_the_rest(self):
        answer = self.install("--yes")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertTrue(self.link.is_symlink())
        module = REPOSITORY / "packaging" / "klipper" / "hearth.py"
        self.assertEqual(self.link.read_bytes(), module.read_bytes())
        self.assertEqual(
            self.exclude.read_text(encoding="utf-8"), "# comments\nout/\nklippy/extras/hearth.py\n"
        )
        for word in ("[hearth]", "[include hearth*.cfg]", "[update_manager hearth]"):
            self.assertIn(word, answer.stdout)
        again = self.install()
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(self.exclude.read_text(encoding="utf-8").count("hearth.py"), 1)

    def test_a_link_to_another_place_is_replaced(self):
        self.link.symlink_to(self.root / "gone.py")
        self.assertEqual(self.install("--yes").returncode, 0)
        self.assertTrue(self.link.exists())

    def test_nothing_is_changed_without_agreement_or_over_a_file(self):
        self.assertEqual(self.install().returncode, REFUSED)
        self.assertFalse(self.link.is_symlink())
        self.link.write_text("mine", encoding="utf-8")
        answer = self.install("--yes")
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("not Hearth's to replace", answer.stderr)
        self.assertEqual(self.link.read_text(encoding="utf-8"), "mine")
        self.assertEqual(self.exclude.read_text(encoding="utf-8"), "# comments\nout/")

    def test_another_folder_is_told_apart(self):
        answer = run_hearth("setup", "--klipper", self.root, "--yes")
        self.assertEqual(answer.returncode, MISCONFIGURED)
        self.assertIn("no klippy/extras", answer.stderr)


class SetupTests(CardTestCase):
    def test_a_card_is_prepared_in_another_machine(self):
        self.put("usr/lib/systemd/system/hearth.service", "")
        config = self.put("boot/firmware/config.txt", "[cm4]\notg_mode=1\n")
        answer = self.setup_board("--board", "raspberry-pi-5", "--yes")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        written = (self.root / "etc/hearth/board.conf").read_bytes()
        self.assertEqual(written, (REPOSITORY / "boards/raspberry-pi-5.conf").read_bytes())
        self.assertRegex(
            config.read_text(), r"\[all\]\n#.*\ndtparam=i2c_arm=on\ndtparam=strict_gpiod\n\Z"
        )
        self.assertTrue(
            (self.root / "etc/systemd/system/multi-user.target.wants/hearth.service").is_symlink()
        )
        again = self.setup_board("--board", "raspberry-pi-5", "--yes")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("has this content already", again.stdout)

    def test_a_config_that_is_no_utf8_keeps_its_bytes(self):
        config = self.put("boot/config.txt", "")
        config.write_bytes(b"# caf\xe9\nx=1\n")
        self.assertEqual(self.setup_board("--board", "aquarium", "--yes").returncode, 0)
        self.assertTrue(config.read_bytes().startswith(b"# caf\xe9\nx=1\n\n# Added"))
        self.assertEqual((self.root / "boot/config.txt.old").read_bytes(), b"# caf\xe9\nx=1\n")

    def test_without_a_person_it_names_the_boards_and_changes_nothing(self):
        answer = self.setup_board()
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("raspberry-pi-5", answer.stderr)
        self.assertEqual(list(self.root.iterdir()), [])

    def test_a_frequency_that_no_mains_has_is_refused(self):
        self.assertEqual(self.setup_board("--mains", "55").returncode, USAGE)


class UnattendedTests(CardTestCase):
    """Answers from a file: the same for thirty machines."""

    def answer(self, text):
        return self.setup_board("--unattended", self.put("answers.conf", text))

    def test_what_differs_from_the_board_is_written_with_its_wiring(self):
        config = self.put("boot/firmware/config.txt", "")
        answer = self.answer(
            "[setup]\nboard: raspberry-pi\nconfig_txt: no\n"
            "[board]\nname: Left heater\n[second_relay]\nline: 22\n"
        )
        self.assertEqual(answer.returncode, 0, answer.stderr)
        written = (self.root / "etc/hearth/board.conf").read_text()
        self.assertIn("name: Left heater", written)
        self.assertRegex(written, r"(?m)^# +15 +GPIO22 .*second relay")
        self.assertEqual(config.read_text(), "")
        check = run_hearth("board", "check", self.root / "etc/hearth/board.conf")
        self.assertEqual(check.returncode, 0, check.stderr)

    def test_every_mistake_is_told_at_once_and_nothing_is_written(self):
        answer = self.answer("[setup]\nboard: raspbery-pi\n")
        self.assertEqual(answer.returncode, MISCONFIGURED)
        self.assertRegex(answer.stderr, r"answers.conf:2: .*did you mean \"raspberry-pi\"")
        answer = self.answer("[setup]\nboard: raspberry-pi\n[heater]\npower_w: 9000\npowr: 1\n")
        self.assertRegex(answer.stderr, r"answers.conf:5: \[heater\] powr: this key is unknown")
        answer = self.answer("[setup]\nboard: raspberry-pi\n[heater]\npower_w: 9000\n")
        self.assertRegex(answer.stderr, r"answers.conf:4: \[heater\] power_w: .*too high")
        self.assertFalse((self.root / "etc").exists())

    def test_what_mode_auto_goes_by_is_written_into_the_service_file(self):
        service = self.put("etc/hearth/hearth.conf", "[service]\n\n[printer]\n\n#auto: bed\n\n[mqtt]\n")
        answer = self.answer("[setup]\nboard: raspberry-pi\nconfig_txt: no\nauto: print\n")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(
            service.read_text(encoding="utf-8"), "[service]\n\n[printer]\nauto: print\n\n#auto: bed\n\n[mqtt]\n"
        )
        self.assertIn("Wrote auto: print into", answer.stdout)
        service.unlink()
        again = self.answer("[setup]\nboard: raspberry-pi\nconfig_txt: no\nauto: print\n")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(service.read_text(encoding="utf-8"), "[printer]\nauto: print\n")

    def test_a_printers_configuration_is_taken_over(self):
        printer = self.put(
            "printer.cfg",
            "[include chamber.cfg]\n[heater_bed]\nsensor_type: Generic 3950\n",
        )
        self.put(
            "chamber.cfg",
            "[thermistor mine]\ntemperature1: 25\nresistance1: 100000\nbeta: 4092\n"
            "[heater_generic chamber]\nheater_pin: PB1\nsensor_type: mine\nmax_temp: 65\n",
        )
        answer = self.setup_board("--board", "raspberry-pi", "--yes", "--from", printer)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("PB1 is a pin of the printer's board", answer.stdout)
        written = (self.root / "etc/hearth/board.conf").read_text()
        self.assertIn("beta: 25 100000, 4092", written)
        self.assertIn("highest_target_c: 65", written)

    def test_of_several_heaters_one_has_to_be_named(self):
        printer = self.put("printer.cfg", "[heater_generic left]\n[heater_generic right]\n")
        words = ("--board", "raspberry-pi", "--yes", "--from", printer)
        answer = self.setup_board(*words)
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("left, right; say which with --heater NAME", answer.stderr)
        self.assertEqual(self.setup_board(*words, "--heater", "left").returncode, 0)


class QuestionTests(unittest.TestCase):
    """`hearth board new` at a terminal, as a person answers it."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def converse(self, answers, *words):
        """Types each answer behind the question that it belongs to; returns what was shown."""
        ours, theirs = pty.openpty()
        shown = ""
        process = subprocess.Popen(
            [HEARTH, *map(str, words)], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)

        def read():
            ready, _, _ = select.select([ours], [], [], PATIENCE)
            self.assertTrue(ready, f"nothing more was shown after:\n{shown}")
            return os.read(ours, 4096).decode()

        with contextlib.closing(os.fdopen(ours, "rb", closefd=True)):
            for question, answer in answers:
                start = len(shown)
                while not re.search(question, shown[start:]):
                    shown += read()
                os.write(ours, answer.encode() + b"\n")
            # The terminal of a program that has ended gives an error.
            with contextlib.suppress(OSError):
                while True:
                    shown += read()
        return process.wait(PATIENCE), shown

    def test_a_board_of_ones_own(self):
        board = self.folder / "left.conf"
        status, shown = self.converse(
            [
                (r"Number \[", "104gt-2"), (r"resistor.*\]: ", ""),
                (r"element\?", "n"), (r"watts", "5"), (r"watts", "250"), (r"line of the heater", "y"), (r"line of the heater", ""),
                (r"level", ""), (r"blower behind", ""), (r"line of the blower", "17"),
                (r"line of the blower", "22"), (r"second relay in series", ""), (r"Mains", "60"),
            ],
            "board", "new", board, "--board", "raspberry-pi",
        )
        self.assertEqual(status, 0, shown)
        self.assertIn("is too low; give watts between 10 and 3000", shown)
        self.assertIn("line 17 is taken by [heater]", shown)
        written = board.read_text()
        for line in ("thermistor: 104gt-2", "power_w: 250", "line: 22", "mains_hz: 60"):
            self.assertIn(line, written)
        self.assertNotIn("[probe element]", written)
        self.assertEqual(run_hearth("board", "check", board).returncode, 0)

    def test_a_relay_that_would_heat_while_the_computer_starts_is_refused(self):
        board = self.folder / "low.conf"
        status, shown = self.converse(
            [
                (r"Number \[", ""), (r"resistor.*\]: ", ""), (r"element\?", "n"), (r"watts", ""),
                (r"line of the heater", ""), (r"level", "low"), (r"pull-up\?", "n"),
            ],
            "board", "new", board, "--board", "raspberry-pi",
        )
        self.assertEqual(status, REFUSED, shown)
        self.assertFalse(board.exists())


class DoctorTests(unittest.TestCase):
    def test_beside_a_daemon_the_port_and_the_state_are_well(self):
        with Daemon() as daemon:
            answer = run_hearth(
                "doctor", "--json", "--board", daemon.board, "--state", daemon.state_directory,
                "--listen", daemon.host,
            )
            findings = {
                finding["subject"]: finding for finding in json.loads(answer.stdout)["findings"]
            }
        self.assertEqual(answer.returncode, 0, answer.stdout)
        self.assertIn("a daemon answers there", findings["port"]["text"])
        self.assertIn("in use by a running daemon", findings["state"]["text"])

    def test_the_probes_are_asked_of_the_daemon_that_has_them(self):
        board = REPOSITORY / "boards" / "raspberry-pi.conf"
        with Daemon() as daemon:
            wait_until(
                lambda: daemon.get_state()["chamber"]["condition"] == "good", "a first reading"
            )
            answer = run_hearth(
                "doctor", "--json", "--board", board, "--state", daemon.state_directory,
                "--listen", daemon.host,
            )
        findings = json.loads(answer.stdout)["findings"]
        texts = [finding["text"] for finding in findings if finding["subject"] == "probe"]
        self.assertEqual(len(texts), 2, findings)
        self.assertRegex(texts[0], r"^chamber: 2\d\.\d °C$")
        converter = [f for f in findings if f["subject"] == "converter"]
        self.assertEqual(converter[0]["text"], "left to the daemon, which reads it")


if __name__ == "__main__":
    unittest.main()
