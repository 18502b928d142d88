"""A machine that is busy for a moment: no reason to stop heating."""

import contextlib
import signal
import time
import unittest

from daemon import Daemon, wait_until
from test_switch import switch_of

#: It loads the machine on purpose.
ALONE = True


def late_beats(daemon):
    """How many steps came more than half a second late, by the daemon's own count."""
    text = daemon.request("GET", "/metrics")[2].decode()
    counts = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    within, steps = (f"hearth_beat_delay_seconds{end}" for end in ('_bucket{le="0.524288"}', "_count"))
    return int(counts[steps]) - int(counts[within])


class HiccupTests(unittest.TestCase):
    def test_a_daemon_that_is_held_up_for_a_few_steps_goes_on_heating(self):
        with Daemon() as daemon:
            daemon.post_wish({"heat_to": 50})
            wait_until(lambda: daemon.get_state()["heater_on"], "the heater on")
            for _ in range(3):
                daemon.process.send_signal(signal.SIGSTOP)
                # Several steps of 100 ms, and well below the 2 s that are a stumble.
                time.sleep(0.5)
                daemon.process.send_signal(signal.SIGCONT)
                seen = daemon.get_state()["step"]
                wait_until(lambda: daemon.get_state()["step"] > seen + 2, "the steps after it")
            state = daemon.get_state()
            self.assertEqual((state["power"], state["latch"], state["warnings"]), (True, None, []))

    def test_a_daemon_that_is_stopped_for_seconds_blames_nobody(self):
        """It is off, says that time went by, and leaves the switch alone; each daemon is stopped at
        another moment of its step."""
        with contextlib.ExitStack() as stack:
            daemons = [stack.enter_context(Daemon()) for _ in range(6)]
            switches = {}
            for daemon in daemons:
                daemon.post_wish({"heat_to": 50})
                wait_until(lambda: daemon.get_state()["heater_on"], "the heater on")
                switches[daemon] = switch_of(daemon)
            for daemon in daemons:
                daemon.process.send_signal(signal.SIGSTOP)
            # Longer than the switch's lease, a step and an answer may take.
            time.sleep(5)
            for daemon in daemons:
                daemon.process.send_signal(signal.SIGCONT)
            woken = {}
            for daemon in daemons:
                wait_until(lambda: not daemon.get_state()["power"], "the power off")
                woken[daemon] = daemon.get_state()["step"]
            for daemon in daemons:
                wait_until(
                    lambda: daemon.get_state()["step"] > woken[daemon] + 20, "two seconds of steps"
                )
                state = daemon.get_state()
                self.assertFalse(state["heater_on"])
                self.assertEqual(switch_of(daemon), switches[daemon], daemon.log)
                latch = state["latch"]
                # A busy machine may have held it up again: a second stumble, which rightly latches.
                if latch and late_beats(daemon) > 1:
                    self.assertEqual(latch["code"], "safety.clock")
                    continue
                self.assertIsNone(latch)
                self.assertEqual(state["off_reason"], "clock")
