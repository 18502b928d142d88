"""The two processes: whichever is killed, the heater goes off, and that is seen and remembered."""

import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from daemon import Daemon, wait_until
from panda import connected


def children(process):
    """The processes that a process has started."""
    return [
        int(child)
        for task in pathlib.Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def is_running(process):
    """False too for one that has ended and was not asked how."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def switch_of(daemon):
    """The daemon's switch."""
    (switch,) = children(daemon.process.pid)
    name = pathlib.Path(f"/proc/{switch}/comm").read_text().strip()
    if name != "hearth-switch":
        raise AssertionError(f"{name} is no switch")
    return switch


def heat(daemon):
    daemon.post_wish({"heat_to": 50})
    wait_until(lambda: daemon.get_state()["heater_on"], "the heater on")


def latched(daemon):
    latch = daemon.get_state()["latch"]
    return latch and latch["code"]


class SwitchTests(unittest.TestCase):
    def test_a_switch_that_is_killed_latches_and_is_started_anew(self):
        with Daemon() as daemon:
            heat(daemon)
            first = switch_of(daemon)
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: latched(daemon) == "safety.output_lost", "the fault")
            self.assertFalse(daemon.get_state()["power"])
            self.assertNotEqual(switch_of(daemon), first)
            daemon.post_wish({"clear_latch": True})
            wait_until(lambda: latched(daemon) is None, "the fault cleared")
            heat(daemon)

    def test_panda_clients_are_told_that_the_fault_turned_it_off(self):
        """Wire contract, section 4: a safety stop is pushed to everyone, and the fault once."""
        with Daemon() as daemon:
            heat(daemon)
            with connected(daemon) as one, connected(daemon) as other:
                self.assertEqual(one.dump["settings"]["work_on"], 1)
                os.kill(switch_of(daemon), signal.SIGKILL)
                for client in (one, other):
                    client.receive_until(
                        lambda m: m == {"settings": {"ptc_heater_status": 1}}, "the fault"
                    )
                with connected(daemon) as late:
                    self.assertEqual(late.dump["settings"]["work_on"], 0)

    def test_panda_clients_are_told_that_a_fault_ends_the_heat(self):
        with Daemon() as daemon:
            heat(daemon)
            with connected(daemon) as one, connected(daemon) as other:
                os.kill(switch_of(daemon), signal.SIGKILL)
                for client in (one, other):
                    client.receive_operating(work_on=0)

    def test_a_switch_that_stands_still_is_ended_and_replaced(self):
        with Daemon() as daemon:
            heat(daemon)
            first = switch_of(daemon)
            os.kill(first, signal.SIGSTOP)
            wait_until(lambda: latched(daemon) == "safety.output_lost", "the fault")
            wait_until(lambda: not is_running(first), "the end of the first switch")
            wait_until(lambda: children(daemon.process.pid), "another switch")

    def test_the_switch_ends_with_a_daemon_that_is_killed(self):
        with Daemon() as daemon:
            heat(daemon)
            switch = switch_of(daemon)
            daemon.kill()
            wait_until(lambda: not is_running(switch), "the end of the switch")

    def test_the_switch_ends_with_a_daemon_that_is_stopped(self):
        with Daemon() as daemon:
            switch = switch_of(daemon)
            self.assertEqual(daemon.stop(), 0)
            self.assertFalse(is_running(switch))

    def test_a_simulation_that_runs_fast_has_its_switch_inside(self):
        with Daemon(speed=60) as daemon:
            heat(daemon)
            self.assertEqual(children(daemon.process.pid), [])

    def test_the_switch_can_be_told_nothing_by_hand(self):
        with Daemon() as daemon:
            program = pathlib.Path(f"/proc/{switch_of(daemon)}/exe").resolve()
            self.assertEqual(os.spawnv(os.P_WAIT, program, ["hearth-switch", "--heat"]), 64)

    def test_a_note_of_lines_that_is_cut_off_or_asks_for_more_is_refused(self):
        with Daemon() as daemon, tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(f"/proc/{switch_of(daemon)}/exe").resolve()
            note = pathlib.Path(folder) / "lines"

            def turn_off():
                words = [program, "--off-as-noted", note]
                return subprocess.run(words, stderr=subprocess.DEVNULL, timeout=30).returncode

            self.assertEqual(turn_off(), 0, "no line was taken")
            whole = "--off\n--chip\nno-such-chip\n--heater\n17:high\n\n"
            for text in ("", whole[:-1], whole[:20], whole.replace("--off", "--serve")):
                note.write_text(text)
                self.assertEqual(turn_off(), 65, repr(text))
            note.write_text(whole)
            self.assertEqual(turn_off(), 69, "it looks for the chip")


if __name__ == "__main__":
    unittest.main()
