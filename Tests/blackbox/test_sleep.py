"""A machine that may go to sleep: it is kept awake while it heats, and a sleep ends the heat."""

import pathlib
import struct
import subprocess
import tempfile
import unittest

from bus import Bus
from daemon import Daemon, wait_until
from test_switch import heat, switch_of

INHIBITOR = ["inhibit", "sleep", "Hearth", "The chamber heater is on", "block"]


class SleepTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-sleep-"))
        )

    def daemon(self, bus, text):
        path = self.folder / "hearth.conf"
        path.write_text(text, encoding="utf-8")
        daemon = Daemon(arguments=["--service-file", path])
        daemon.bus_address = bus.address
        return daemon

    def test_the_machine_is_kept_awake_while_the_heater_or_the_blower_is_on(self):
        bus = self.enterContext(Bus()).run("logind")
        with self.daemon(bus, "[service]\nkeep_awake: yes\n") as daemon:
            self.assertEqual(bus.orders, [])
            heat(daemon)
            wait_until(lambda: bus.orders == [INHIBITOR], "the inhibitor")
            daemon.post_wish({"power": False})
            wait_until(lambda: not daemon.get_state()["fan_on"], "the blower off")
            wait_until(lambda: bus.orders == [], "no inhibitor")
            heat(daemon)
            wait_until(lambda: bus.orders == [INHIBITOR], "the inhibitor")
            daemon.kill()
            wait_until(lambda: bus.orders == [], "the end of the inhibitor with its daemon")

    def test_a_refusal_is_told_once_and_does_not_keep_it_from_heating(self):
        bus = self.enterContext(Bus()).run("logind", refuses=True)
        with self.daemon(bus, "[service]\nkeep_awake: yes\n") as daemon:
            heat(daemon)
            wait_until(lambda: "may sleep while it heats" in daemon.log, "the warning")
            self.assertEqual(daemon.log.count("may sleep while it heats"), 1)
            self.assertTrue(daemon.get_state()["power"])

    def test_a_simulated_board_leaves_the_machine_its_sleep(self):
        bus = self.enterContext(Bus()).run("logind")
        with self.daemon(bus, "") as daemon:
            heat(daemon)
            seen = daemon.get_state()["step"]
            wait_until(lambda: daemon.get_state()["step"] > seen + 20, "two seconds of steps")
            self.assertEqual(bus.orders, [])


class AsleepTests(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-asleep-"))
        library = pathlib.Path(folder, "asleep.so")
        source = pathlib.Path(__file__).with_name("asleep.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
        self.time = pathlib.Path(folder, "time")
        self.sleep(0)
        self.daemon = Daemon()
        self.daemon.environment = {"LD_PRELOAD": str(library), "ASLEEP": str(self.time)}

    def sleep(self, seconds):
        """The machine has slept for so long in all, as its clocks tell."""
        with self.time.open("r+b" if self.time.exists() else "wb") as file:
            file.write(struct.pack("=q", int(seconds * 1e9)))

    def test_a_machine_that_slept_does_not_go_on_heating(self):
        with self.daemon as daemon:
            heat(daemon)
            switch = switch_of(daemon)
            self.sleep(3600)
            wait_until(lambda: not daemon.get_state()["power"], "the power off")
            seen = daemon.get_state()["step"]
            wait_until(lambda: daemon.get_state()["step"] > seen + 20, "two seconds of steps")
            state = daemon.get_state()
            self.assertEqual((state["latch"], state["off_reason"]), (None, "clock"))
            self.assertFalse(state["heater_on"])
            self.assertEqual(switch_of(daemon), switch, daemon.log)


if __name__ == "__main__":
    unittest.main()
