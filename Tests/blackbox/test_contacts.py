"""Contacts that stop the heat, by the program alone: a scenario opens them (docs/wiring.md)."""

import pathlib
import tempfile
import unittest

from daemon import SIMULATED_BOARD, Daemon, run_hearth

CONTACTS = {
    "smoke": "safety.smoke", "stop": "safety.emergency_stop", "cutout": "safety.cutout_opened",
}


class ContactTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.board = self.folder / "board.conf"
        sections = "".join(f"\n[input {name}]\n" for name in [*CONTACTS, "door"])
        self.board.write_text(SIMULATED_BOARD.read_text() + sections)

    def simulate(self, *lines):
        scenario = self.folder / "contacts.scenario"
        scenario.write_text("\n".join(lines) + "\n")
        answer = run_hearth(
            "simulate", "--board", self.board, "--scenario", scenario, "--json"
        )
        return answer.returncode, answer.stdout + answer.stderr

    def test_each_contact_that_latches_turns_the_heat_off_at_once(self):
        for name, code in CONTACTS.items():
            with self.subTest(name):
                status, text = self.simulate(
                    "0s target 55", "0s mode on",
                    f"5min contact {name} open",
                    f"5min expect fault {code} within 200ms",
                    "5min expect off within 300ms",
                    "6min wish clear_latch", "7min mode on",
                    "7min expect off within 1s", "8min end",
                )
                self.assertEqual(status, 0, text)
                self.assertIn(code, text)

    def test_a_door_pauses_the_heat_and_latches_nothing(self):
        status, text = self.simulate(
            "0s target 55", "0s mode on", "20min door open", "25min door closed",
            "50min expect no_fault", "50min end",
        )
        self.assertEqual(status, 0, text)
        paused, _ = self.simulate(
            "0s target 55", "0s mode on", "20min contact door open", "40min expect no_fault",
            "40min end",
        )
        self.assertEqual(paused, 0)

    def test_a_mistyped_contact_is_answered_with_what_there_is(self):
        status, text = self.simulate("0s contact smok open")
        self.assertNotEqual(status, 0)
        self.assertIn('did you mean "smoke"?', text)

    def test_the_daemon_tells_of_its_contacts(self):
        with Daemon(board=self.board) as daemon:
            contacts = daemon.get_state()["contacts"]
            self.assertEqual(contacts, dict.fromkeys([*CONTACTS, "door"], "closed"))
            metrics = daemon.request("GET", "/metrics")[2].decode()
            self.assertIn('hearth_contact_open{contact="door"} 0', metrics)
            status = run_hearth("status", "--host", daemon.host)
            self.assertIn("door closed", status.stdout, status.stderr)
