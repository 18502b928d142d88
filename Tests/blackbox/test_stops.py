"""Ends that somebody asked for: no fault. A switch that cannot be ended: told, and acted on."""

import contextlib
import ctypes
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

from bus import Bus
from daemon import Daemon, HEARTH, wait_until
from test_switch import children, heat, is_running, latched, switch_of

#: linux/ptrace.h; linux/wait.h
PTRACE_DETACH = 17
PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207
WAIT_FOR_TRACED = 0x40000000


class StopTests(unittest.TestCase):
    def assertStoppedWell(self, state):
        with Daemon(state=state) as again:
            self.assertIsNone(latched(again))

    def test_a_signal_for_the_whole_process_group_is_an_ordered_stop(self):
        with tempfile.TemporaryDirectory(prefix="hearth-stop-") as folder:
            state = pathlib.Path(folder, "state")
            with Daemon(state=state) as daemon:
                # It passes SIGTERM on to its child and to the group.
                daemon.stop()
                daemon.program = ["timeout", "600", HEARTH]
                daemon.start()
                heat(daemon)
                daemon.stop()
                self.assertNotIn("hearth-switch", daemon.log)
            self.assertStoppedWell(state)

    def test_a_switch_that_is_told_to_end_before_its_daemon_is_told_so_is_no_fault(self):
        with tempfile.TemporaryDirectory(prefix="hearth-stop-") as folder:
            state = pathlib.Path(folder, "state")
            for _ in range(5):
                with Daemon(state=state) as daemon:
                    heat(daemon)
                    os.kill(switch_of(daemon), signal.SIGTERM)
                    self.assertEqual(daemon.stop(), 0)
                    self.assertNotIn("hearth-switch", daemon.log)
            self.assertStoppedWell(state)

    def test_a_switch_that_alone_is_told_to_end_turns_off_and_is_replaced(self):
        with Daemon() as daemon:
            heat(daemon)
            first = switch_of(daemon)
            os.kill(first, signal.SIGTERM)
            wait_until(lambda: latched(daemon) == "safety.output_lost", "the fault")
            self.assertFalse(daemon.get_state()["heater_on"])
            wait_until(lambda: children(daemon.process.pid) not in ([], [first]), "another switch")
            self.assertIn("was told to end", daemon.log)


    def test_a_switch_that_ends_in_order_is_replaced_while_the_blower_cools(self):
        """The daemon's stop is held at its beginning: its main thread does not get the signal yet."""
        libc = ctypes.CDLL(None, use_errno=True)
        with tempfile.TemporaryDirectory(prefix="hearth-stop-") as folder:
            state = pathlib.Path(folder, "state")
            with Daemon(state=state) as daemon, contextlib.ExitStack() as held:
                heat(daemon)
                wait_until(lambda: daemon.get_state()["fan_on"], "the blower on")
                main = daemon.process.pid
                if libc.ptrace(PTRACE_SEIZE, main, None, None) != 0:
                    self.skipTest(f"no tracing here: {os.strerror(ctypes.get_errno())}")
                held.callback(libc.ptrace, PTRACE_DETACH, main, None, None)
                libc.ptrace(PTRACE_INTERRUPT, main, None, None)
                os.waitpid(main, WAIT_FOR_TRACED | os.WUNTRACED)
                first = switch_of(daemon)
                os.kill(main, signal.SIGTERM)

                def has_ended():
                    """The first signal that it receives turns its heater off, the next one ends it."""
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(first, signal.SIGTERM)
                    return not is_running(first)

                wait_until(has_ended, "the end of the first switch")
                wait_until(lambda: children(main) not in ([], [first]), "another switch")
                seen = daemon.get_state()["step"]
                wait_until(lambda: daemon.get_state()["step"] > seen + 5, "steps with the new switch")
                self.assertTrue(daemon.get_state()["fan_on"])
                self.assertIsNone(latched(daemon))
                held.close()
                self.assertEqual(daemon.process.wait(30), 0)
            self.assertStoppedWell(state)


class StuckSwitchTests(unittest.TestCase):
    """A killed process that does not end: its tracer holds it back, as a driver in the kernel would."""

    def setUp(self):
        self.held = set()

    def hold(self, process):
        """Holds a running process until it is released, at the latest when the test ends."""
        self.assertTrue(self.seize(process), f"{process} has ended")

    def seize(self, process):
        """Whether it is held; one that has ended is not."""
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(PTRACE_SEIZE, process, None, None) != 0:
            error = ctypes.get_errno()
            if error != errno.ESRCH:
                self.skipTest(f"no tracing here: {os.strerror(error)}")
            return False
        self.held.add(process)
        self.addCleanup(self.release, process)
        return True

    def release(self, process):
        """Ends a held process and lets its parent see that; does nothing the second time."""
        if process not in self.held:
            return
        self.held.remove(process)
        os.kill(process, signal.SIGKILL)
        status = None
        # It may have stopped on another signal before.
        while status is None or os.WIFSTOPPED(status):
            _, status = os.waitpid(process, WAIT_FOR_TRACED)

    def daemon(self, bus, folder, text):
        path = pathlib.Path(folder, "hearth.conf")
        path.write_text(text, encoding="utf-8")
        daemon = Daemon(arguments=["--service-file", path])
        daemon.bus_address = bus.address
        return daemon

    def test_it_is_told_and_the_machine_is_restarted_where_the_owner_allows_that(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-stuck-"))
        bus = self.enterContext(Bus()).run("logind")
        allowed = "[service]\nfailure_action: reboot\n"
        with self.daemon(bus, folder, allowed) as daemon:
            heat(daemon)
            stuck = switch_of(daemon)
            self.hold(stuck)
            os.kill(stuck, signal.SIGKILL)
            wait_until(lambda: latched(daemon) == "safety.output_lost", "the fault")
            wait_until(lambda: "cannot be killed" in daemon.log, "the line in the log")
            (trouble,) = daemon.get_state()["device"]["troubles"]
            self.assertIn("the heater may be on", trouble)
            self.assertEqual(bus.orders, [])
            wait_until(lambda: bus.orders == [["reboot", "alone"]], "the restart")
            # It still answers, and starts another switch as soon as that is possible.
            self.assertEqual(children(daemon.process.pid), [stuck])
            self.release(stuck)
            wait_until(lambda: children(daemon.process.pid) not in ([], [stuck]), "another switch")
            self.assertEqual(daemon.log.count("cannot be killed"), 1)
            wait_until(lambda: not daemon.get_state()["device"]["troubles"], "no trouble")

    def test_without_leave_it_is_only_told(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-stuck-"))
        bus = self.enterContext(Bus()).run("logind")
        with self.daemon(bus, folder, "") as daemon:
            stuck = switch_of(daemon)
            self.hold(stuck)
            os.kill(stuck, signal.SIGKILL)
            wait_until(lambda: "cannot be killed" in daemon.log, "the line in the log")
            seen = daemon.get_state()["step"]
            wait_until(lambda: daemon.get_state()["step"] > seen + 110, "eleven seconds of steps")
            self.assertEqual(bus.orders, [])
            self.release(stuck)

    def test_a_new_switch_that_hangs_before_it_is_ready_is_told_and_stays_alone(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-stuck-")))
        with Daemon() as daemon:
            programs = pathlib.Path(f"/proc/{daemon.process.pid}/exe").resolve().parent
        shutil.copy(programs / "hearth", folder)
        # A program that becomes the switch, or hangs: the daemon starts no file that replaces it.
        subprocess.run(
            ["cc", "-O1", "-o", folder / "hearth-switch", "-x", "c", "-"], check=True, text=True,
            input=f"""
                #include <unistd.h>
                int main(int count, char **words) {{
                    if (access("{folder}/hangs", F_OK) == 0) pause();
                    return execv("{folder}/sound", words);
                }}
            """,
        )
        shutil.copy(programs / "hearth-switch", folder / "sound")
        daemon = Daemon()
        daemon.program = [folder / "hearth"]
        with daemon:
            first = switch_of(daemon)
            (folder / "hangs").touch()
            os.kill(first, signal.SIGKILL)

            def seized():
                """The daemon ends one that is not ready, so that another may have to be seized."""
                new = [child for child in children(daemon.process.pid) if child != first]
                return new and self.seize(new[0]) and new

            stuck = wait_until(seized, "the new switch held", every=0.01)
            wait_until(lambda: "cannot be killed" in daemon.log, "the line in the log")
            seen = daemon.get_state()["step"]
            wait_until(lambda: daemon.get_state()["step"] > seen + 30, "three seconds of steps")
            self.assertEqual(children(daemon.process.pid), stuck)
            (trouble,) = daemon.get_state()["device"]["troubles"]
            self.assertIn("the heater may be on", trouble)
            (folder / "hangs").unlink()
            self.release(stuck[0])
            wait_until(lambda: children(daemon.process.pid) not in ([], stuck), "another switch")
            wait_until(lambda: not daemon.get_state()["device"]["troubles"], "no trouble")
            self.assertEqual(daemon.log.count("cannot be killed"), 1)

    def test_a_stop_does_not_wait_for_it(self):
        with Daemon() as daemon:
            stuck = switch_of(daemon)
            self.hold(stuck)
            os.kill(stuck, signal.SIGKILL)
            wait_until(lambda: "cannot be killed" in daemon.log, "the line in the log")
            self.assertEqual(daemon.stop(), 0)
            self.release(stuck)


if __name__ == "__main__":
    unittest.main()
