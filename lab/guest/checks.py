"""The checks of a lab machine."""

import glob
import json
import os
import subprocess
import time
import traceback

import commands
import daemon
import faults
import hardware
from benchchecks import BenchChecks
from boardchecks import BoardChecks
from contactchecks import ContactChecks
from faultchecks import FaultChecks
from report import say
from scenario import ScenarioChecks

STATE = "/var/lib/hearth"
# More than the 2 s after which readings that jump latch, in s.
SETTLED = 4


class Checks(BenchChecks, BoardChecks, ContactChecks, FaultChecks, ScenarioChecks):
    def __init__(self, lines, converter, report, repeats, late=()):
        self.lines = lines
        self.converter = converter
        self.report = report
        self.repeats = repeats
        self.late = late
        self.chamber = None
        self.fixture = None

    def run(self, *names):
        """The named checks, each guarded: one that ends in an error is one that failed."""
        self.restart_chamber("never-warm")
        for name in names:
            began = time.monotonic()
            try:
                if name != "hardware" and not daemon.is_answering():
                    daemon.start()
                getattr(self, name)()
            except Exception:
                traceback.print_exc()
                self.report.check(name, False, traceback.format_exc().splitlines()[-1])
            say(f"took {name} {time.monotonic() - began:.0f} s")

    # What the machine itself is.

    def hardware(self):
        chips = sorted(glob.glob("/dev/gpiochip*"))
        self.report.check("GPIO chip", chips, " ".join(chips))
        config = self.transfer("w3@0x48", "1", "0xc3", "0xe3", "r2")
        time.sleep(0.02)
        code = self.transfer("w1@0x48", "0", "r2")
        self.report.check(
            "converter at /dev/i2c-7", config is not None and 1000 < (code or 0) < 32000,
            f"configuration {config}, code {code}",
        )
        self.converter.set_fault(hardware.FAULT_NO_ACKNOWLEDGE)
        self.report.check("converter that does not answer", self.transfer("w1@0x48", "0", "r2") is None)
        self.converter.set_fault(hardware.FAULT_NONE)

    def transfer(self, *words):
        result = subprocess.run(
            ["i2ctransfer", "-y", str(hardware.BUS), *words],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        if result.returncode:
            return None
        high, low = result.stdout.split()
        return int(high, 0) << 8 | int(low, 0)

    # The shipped program on it.

    def doctor(self):
        """It finds chip, lines, converter and probes, alone and beside the daemon."""
        daemon.systemctl("stop", daemon.UNIT)
        self.finds("doctor, no daemon", "free", "it answers")
        daemon.start()
        hardware.until(lambda: daemon.state()["chamber"]["condition"] == "good", 10, every=0.1)
        self.finds("doctor beside the daemon", "held by the daemon", "left to the daemon")

    def finds(self, name, lines, converter):
        found = commands.doctor()
        good = all(
            found.get(subject, [("", "")])[0][0] == "ok"
            for subject in ("board", "gpio", "lines", "access", "converter", "kernel", "port")
        )
        good = good and lines in found["lines"][0][1] and converter in found["converter"][0][1]
        probes = [grade for grade, _ in found.get("probe", [])]
        detail = "; ".join(f"{text}" for _, text in found.get("probe", []))
        if not good or probes != ["ok", "ok"]:
            detail = json.dumps(found)
        self.report.check(name, good and probes == ["ok", "ok"], detail)

    def selftest(self):
        """A sound heater passes; one that is interrupted fails by its heat, and by nothing else."""
        daemon.systemctl("stop", daemon.UNIT)
        self.restart_chamber("nominal")
        began = time.monotonic_ns()
        verdicts, report = commands.selftest()
        heated = self.chamber.seconds_on_since(began)
        self.report.check(
            "self-test of a sound heater",
            set(verdicts.values()) == {"ok"} and heated <= 60.5,
            f"{commands.describe(verdicts)}; {heated:.1f} s of heat",
        )
        self.restart_chamber("nominal")
        self.chamber.do("fault heater_open")
        verdicts, report = commands.selftest()
        failed = [check for check, verdict in verdicts.items() if verdict == "failed"]
        self.report.check(
            "self-test of an open heater", failed == ["heat"] and not self.chamber.levels["heater"],
            commands.describe(verdicts),
        )
        self.restart_chamber("never-warm")

    def panda(self):
        frame = daemon.panda_frame()
        self.report.check("serves /ws", isinstance(frame, dict) and frame, str(frame)[:80])

    def heat_steadily(self):
        """Heats until the line has been high for longer than the modulator's longest pulse."""
        chamber = self.chamber
        daemon.heat()
        if not chamber.wait(lambda: chamber.levels["heater"], 30):
            raise RuntimeError(f"the line does not go high: {daemon.state()}")
        time.sleep(0.5)

    def restart_chamber(self, plant, scenario="-"):
        is_another = self.chamber is not None
        if is_another:
            self.chamber.end()
        self.chamber = hardware.Chamber(self.lines, plant, scenario)
        # To a running daemon the temperatures jump, which latches after 2 s: let that be over before
        # anything else is judged. A scenario begins at once.
        if is_another and scenario == "-":
            time.sleep(SETTLED)

    # What must not disturb it.

    def keeps_heating(self, name, seconds=8):
        """The line stays high and nothing latches."""
        began = time.monotonic_ns()
        time.sleep(seconds)
        fall = self.chamber.fall_since(began)
        state = daemon.state()
        self.report.check(
            name, fall is None and not state["latch"] and state["activity"] == "heating",
            f"{seconds} s" if fall is None else f"off after {(fall - began) / 1e9:.1f} s",
        )

    def clock(self):
        year = 365 * 86400
        for name, seconds in (("forward", year), ("back", -year)):
            self.heat_steadily()
            with daemon.SetClock(seconds):
                self.keeps_heating(f"wall clock set {name} by a year")

    def latch_survives(self):
        self.heat_steadily()
        self.chamber.do("fault chamber_open")
        hardware.until(daemon.latched_code, 10, every=0.1)
        before = daemon.latched_code()
        old = daemon.daemon()
        daemon.kill(old)
        hardware.until(lambda: daemon.daemon() not in (None, old), 30)
        hardware.until(daemon.is_answering, 60, every=0.1)
        after = daemon.latched_code()
        self.chamber.do("clear chamber_open")
        self.report.check(
            "a latched fault survives kill -9", before is not None and before == after, str(after)
        )

    def watchdog(self):
        """A stopped daemon is ended by the service manager, and the new one is off."""
        self.heat_steadily()
        old = daemon.daemon()
        os.kill(old, 19)
        began = time.monotonic()
        has_ended = hardware.until(lambda: daemon.daemon() not in (None, old), 30, every=0.05)
        seconds = time.monotonic() - began
        is_back = hardware.until(daemon.is_answering, 60, every=0.1)
        self.report.check(
            "the watchdog ends a stopped daemon", has_ended and is_back and not daemon.is_heating(),
            f"new one after {seconds:.1f} s",
        )

    def state_directory(self):
        """Full, read-only, damaged: control goes on, and what cannot be read comes up latched."""
        daemon.systemctl("stop", daemon.UNIT)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0750", "none", STATE], check=True
        )
        subprocess.run(["chown", "hearth:hearth", STATE], check=True)
        daemon.start()
        self.heat_steadily()
        with open(STATE + "/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        self.keeps_heating("state directory full")
        seconds, problem = self.once(faults.ChamberProbeOpen(self.chamber, self.converter))
        self.report.check("state directory full, and a fault", not problem, problem or f"{seconds:.2f} s")
        os.remove(STATE + "/filler")
        self.heat_steadily()
        daemon.systemctl("stop", daemon.UNIT)
        self.remount("ro")
        daemon.start()
        self.heat_steadily()
        self.keeps_heating("state directory read-only")
        daemon.systemctl("stop", daemon.UNIT)
        self.remount("rw")
        with open(STATE + "/hearth.db", "r+b") as file:
            file.write(b"\xa5" * 8192)
        daemon.start()
        code = daemon.latched_code()
        self.report.check("damaged state comes up latched", code == "safety.state_unreadable", str(code))
        daemon.systemctl("stop", daemon.UNIT)
        subprocess.run(["umount", STATE], check=True)
        daemon.start()

    def remount(self, mode):
        subprocess.run(["mount", "-o", f"remount,{mode}", STATE], check=True)
