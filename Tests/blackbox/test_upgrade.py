"""A package is installed while the daemon runs: it goes on until nothing heats, with the switch of its own
version."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

from daemon import PATIENCE, Daemon, wait_until
from test_switch import children, heat, latched, switch_of


def told(daemon):
    """What the troubles say of a new version."""
    return [t for t in daemon.get_state()["device"]["troubles"] if "new version" in t]


class UpgradeTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-upgrade-"))
        )
        self.runtime = self.folder / "run"
        self.runtime.mkdir()

    def daemon(self, **options):
        daemon = Daemon(**options)
        daemon.environment = {"RUNTIME_DIRECTORY": str(self.runtime)}
        return daemon

    def finish_installation(self):
        """What the package's script does when all files are in place."""
        (self.runtime / "upgraded").mkdir()

    def test_one_that_does_not_heat_ends_at_once(self):
        with self.daemon() as daemon:
            self.finish_installation()
            self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_one_that_heats_goes_on_until_it_is_off_and_cool(self):
        with self.daemon(speed=20) as daemon:
            heat(daemon)
            self.finish_installation()
            wait_until(lambda: told(daemon), "the waiting told")
            seen = daemon.get_state()
            wait_until(lambda: daemon.get_state()["step"] > seen["step"] + 100, "ten more seconds")
            self.assertTrue(daemon.get_state()["power"])
            daemon.post_wish({"power": False})
            self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_auto_that_waits_for_a_printer_counts_as_heat(self):
        with self.daemon() as daemon:
            daemon.post_wish({"mode": "auto"})
            daemon.post_wish({"power": True})
            wait_until(lambda: daemon.get_state()["power"], "the power on")
            self.finish_installation()
            wait_until(lambda: told(daemon), "the waiting told")
            self.assertIsNone(daemon.process.poll())
            daemon.post_wish({"power": False})
            self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_a_switch_that_dies_meanwhile_is_replaced_by_one_of_the_old_version(self):
        with Daemon() as daemon:
            programs = pathlib.Path(f"/proc/{daemon.process.pid}/exe").resolve().parent
        for name in ("hearth", "hearth-switch"):
            shutil.copy(programs / name, self.folder)
        daemon = self.daemon()
        daemon.program = [self.folder / "hearth"]
        with daemon:
            heat(daemon)
            first = switch_of(daemon)
            # As dpkg replaces a file.
            (self.folder / "new").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
            (self.folder / "new").chmod(0o755)
            (self.folder / "new").rename(self.folder / "hearth-switch")
            self.finish_installation()
            wait_until(lambda: told(daemon), "the waiting told")
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: latched(daemon) == "safety.output_lost", "the fault")
            # The fault ends the heat, and the daemon with it: nothing else has to.
            wait_until(lambda: "hearth-switch was started again" in daemon.log, "another switch")
            self.assertEqual(daemon.process.wait(PATIENCE), 0)

    def test_a_switch_of_another_version_refuses_to_serve(self):
        with Daemon() as daemon:
            program = pathlib.Path(f"/proc/{switch_of(daemon)}/exe").resolve()
            words = pathlib.Path(f"/proc/{switch_of(daemon)}/cmdline").read_bytes().split(b"\0")
        version = words[words.index(b"--version") + 1].decode()
        for other in (["--version", version + "9"], []):
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with ours, its:
                ended = subprocess.run(
                    ["/bin/sh", "-c", f"exec 3<&{its.fileno()} \"$0\" \"$@\"", program, "--serve"]
                    + ["--simulated", *other],
                    pass_fds=[its.fileno()], timeout=PATIENCE, check=False,
                )
                self.assertEqual(ended.returncode, 69)
                self.assertIn(b"must not work together", ours.recv(2048))


if __name__ == "__main__":
    unittest.main()
