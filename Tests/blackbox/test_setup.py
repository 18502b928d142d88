"""`hearth setup` and `hearth doctor` from outside: the board files, another machine's files, a daemon."""

import json
import pathlib
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, run_hearth, wait_until

USAGE, REFUSED = 2, 4
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


class SetupTests(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def setup_board(self, *words):
        return run_hearth("setup", "--root", self.root, *words)

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
