"""What is remembered, and what is left of it when the process is killed or the files are damaged."""

import pathlib
import random
import tempfile
import time
import unittest

from daemon import Daemon, wait_until


class KilledDaemonTests(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-state-"))
        self.state = pathlib.Path(folder, "state")

    def test_settings_are_old_or_new_whenever_it_is_killed(self):
        chance = random.Random(5)
        possible = {60.0}
        for _ in range(10):
            with Daemon(state=self.state) as daemon:
                found = daemon.get_state()
                self.assertIsNone(found["latch"], daemon.log)
                self.assertIn(found["target_c"], possible)
                self.assertFalse(found["power"])
                possible = {found["target_c"]}
                # Settings go to the disk a second after they were changed: kill around that.
                end = time.monotonic() + chance.uniform(0.7, 1.5)
                while time.monotonic() < end:
                    target = float(chance.randint(20, 60))
                    self.assertEqual(daemon.post_wish({"heat_to": target})[0], 200)
                    possible.add(target)
                    time.sleep(chance.uniform(0, 0.2))
                daemon.kill()

    def test_a_second_is_enough_for_settings(self):
        with Daemon(state=self.state) as daemon:
            daemon.post_wish({"set_target": 47})
            # A busy machine may need longer; what must not be is that it never comes.
            wait_until(lambda: self.is_stored(b"target") or None, "a write to the log")
            daemon.kill()
        with Daemon(state=self.state) as daemon:
            self.assertEqual(daemon.get_state()["target_c"], 47)

    def is_stored(self, word):
        return word in (self.state / "hearth.db-wal").read_bytes()


class SetAsideTests(unittest.TestCase):
    GARBAGE = b"this was a database once\n" * 300

    def test_clearing_sets_an_unreadable_state_aside_and_begins_afresh(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-state-"))
        state = pathlib.Path(folder, "state")
        state.mkdir()
        (state / "hearth.db").write_bytes(self.GARBAGE)
        (state / "hearth.db-wal").write_bytes(b"and this its log")
        with Daemon(state=state) as daemon:
            self.assertEqual(
                daemon.get_state()["latch"]["code"], "safety.state_unreadable", daemon.log
            )
            daemon.post_wish({"set_target": 44})
            # The probes need a moment before anything can be cleared.
            wait_until(
                lambda: daemon.post_wish({"clear_latch": True})[0] == 200, "the latch is cleared"
            )
            wait_until(lambda: daemon.get_state()["latch"] is None, "the latch is gone")
            kept = list(state.glob("hearth-unreadable-*.db"))
            self.assertEqual([path.read_bytes() for path in kept], [self.GARBAGE])
            log = kept[0].with_name(kept[0].name + "-wal")
            self.assertEqual(log.read_bytes(), b"and this its log")
            self.assertEqual(daemon.stop(), 0)
        with Daemon(state=state) as daemon:
            found = daemon.get_state()
            self.assertIsNone(found["latch"])
            self.assertEqual(found["target_c"], 44)


if __name__ == "__main__":
    unittest.main()
