"""A machine that is busy for a moment: no reason to stop heating."""

import signal
import time
import unittest

from daemon import Daemon, wait_until

#: It loads the machine on purpose.
ALONE = True


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
