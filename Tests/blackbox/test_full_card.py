"""A memory card that is full, or that the kernel has made read-only, as people meet it."""

import contextlib
import ctypes
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from daemon import Daemon, run_hearth, wait_until

#: linux/sched.h
CLONE_NEWNS = 0x00020000


def enter_own_mounts():
    """What this file mounts is seen by it and its children alone; False where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNS) != 0:
        return False
    made = subprocess.run(["mount", "--make-rprivate", "/"], check=False)
    return made.returncode == 0


CAN_MOUNT = enter_own_mounts()


@unittest.skipUnless(CAN_MOUNT, "mounting a small disk takes root")
class CardTests(unittest.TestCase):
    def setUp(self):
        self.card = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-card-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", self.card], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.card], check=True)
        self.daemon = self.enterContext(Daemon(state=pathlib.Path(self.card, "state")))

    def fill(self):
        with open(pathlib.Path(self.card, "filler"), "wb", buffering=0) as filler:
            with contextlib.suppress(OSError):
                while True:
                    filler.write(b"x" * 4096)
            with contextlib.suppress(OSError):
                while True:
                    filler.write(b"x")

    def empty(self):
        pathlib.Path(self.card, "filler").unlink()

    def troubles(self):
        return self.daemon.get_state()["device"]["troubles"]

    def newest_event(self):
        return json.loads(self.daemon.request("GET", "/api/v1/events?limit=1")[2])["events"][0]

    def make_trouble(self):
        """Settings to write until one does not fit."""
        targets = iter(range(10**6))

        def is_told():
            self.daemon.post_wish({"set_target": 30 + next(targets) % 20})
            return self.troubles()

        return wait_until(is_told, "a line about the card")

    def check_status(self):
        told = self.make_trouble()
        self.assertEqual(len(told), 1, told)
        self.assertTrue(told[0].startswith("Nothing is stored: "), told)
        self.assertIn(self.card, told[0])
        answer = run_hearth("status", "--host", self.daemon.host)
        self.assertIn(told[0], answer.stdout)
        # Control goes on.
        self.assertEqual(self.daemon.post_wish({"heat_to": 45})[0], 200)
        wait_until(lambda: self.daemon.get_state()["duty"] > 0, "heat")
        return told[0]

    def test_a_full_card_is_told_until_there_is_space(self):
        self.fill()
        self.assertIn("free some space", self.check_status())
        self.empty()
        wait_until(lambda: not self.troubles(), "the end of the trouble")

    def test_a_read_only_card_is_told(self):
        # The kernel turns a card over that fails; by hand that takes a daemon that has nothing open.
        self.daemon.stop()
        subprocess.run(["mount", "-o", "remount,ro", self.card], check=True)
        self.daemon.start()
        self.assertIn("writable", self.check_status())

    def test_a_fault_that_cannot_be_cleared_on_the_card_stays_and_says_why(self):
        self.daemon.post_wish({"heat_to": 45})
        answer = run_hearth("simulate", "fault", "chamber_open", "--host", self.daemon.host)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        wait_until(lambda: self.daemon.get_state()["latch"], "the fault")
        answer = run_hearth("simulate", "fault", "none", "--host", self.daemon.host)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        wait_until(lambda: self.daemon.get_state()["chamber"]["condition"] == "good", "the probe")
        self.fill()
        self.daemon.post_wish({"clear_latch": True})
        wait_until(
            lambda: self.newest_event()["text"].startswith(
                "The fault is not cleared, because that cannot be stored"
            ),
            "the reason",
        )
        self.assertTrue(self.daemon.get_state()["latch"])
        self.empty()
        self.daemon.post_wish({"clear_latch": True})
        wait_until(lambda: not self.daemon.get_state()["latch"], "the end of the fault")
