"""`hearth bench` on the machine's lines: its sets with a fixture and a witness, boards that are bad on
purpose, and a bench that is killed."""

import glob
import json
import os
import random
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import daemon
import hardware
from boardchecks import BOARD, board
from report import say

SCENARIOS = hardware.PROGRAMS + "/scenarios/"
SETS = SCENARIOS + "bench/"
PLANT = "quick"
LIMITS = "/etc/hearth/bench-limits.conf"
#: What of the sets is run where time is short: a lab with fewer repeats than WHOLE.
WHOLE = 10
QUICK = ("off-is-off", "element-probe-open", "relay-bridged")
#: What each run may take, in s of the machine.
PATIENCE = 1500
#: The lease of the bench's heat, and how late its end may be seen, in s.
LEASE, LATE = 30, 2
#: The bench's lease is renewed each 7 s: a bench that dies does so at moments spread over one of them.
SPREAD = 7
#: A relay of the lab that is slow goes on to conduct for so long, in ms.
SLOW = 3000


class BenchChecks:
    """A part of `Checks`."""

    def bench(self):
        """Acceptance by lines of this machine, and all faults by the fixture's service, which alone may
        bridge the relay: each with the witness at the relay's output."""
        self.begin_bench()
        self.refuses_the_heaters_line()
        if self.repeats >= WHOLE:
            # The rules of power are held to what a calibrated heater shows.
            subprocess.run(["hearth", "calibrate", "--yes"], check=True, timeout=PATIENCE)
        self.play("acceptance")
        with Served(self.fixture):
            self.play("faults", self.fixture.remote)
        self.end_bench()

    def play(self, name, fixture=None):
        """A set: all of it where each fault is repeated ten times, else what is quick and unlike the others."""
        paths = sorted(glob.glob(f"{SETS}{name}/*.scenario"))
        if self.repeats < WHOLE:
            paths = [path for path in paths if os.path.basename(path)[:-9] in QUICK]
        limits = ["--limits", LIMITS] if name == "acceptance" else []
        status, runs, _ = self.run_bench(paths, name, *limits, fixture=fixture)
        self.judge_runs(name, status, runs, len(paths))

    def refuses_the_heaters_line(self):
        """Even where no board file says that it is one: its holder is asked for."""
        path = "/run/bench/heaters-line.conf"
        hardware.write(path, "[fixture]\nkind: lines\nchip: pinctrl-bcm2835\nelement_open: 17\n")
        began = time.monotonic_ns()
        answer = subprocess.run(
            ["hearth", "bench", SETS + "acceptance", "--allow-heat", "--fixture", path,
             "--report", "/run/bench/refused"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self.report.check(
            "bench: a fixture that names the heater's own line is refused",
            answer.returncode not in (0, 1) and "nothing was heated" in answer.stdout
            and not self.chamber.rises_since(began),
            answer.stdout.strip()[-200:],
        )

    def bad_boards(self):
        """What is wrong with a board has to be named: in the report that a build server reads."""
        self.begin_bench()
        with board(with_swapped_probes):
            self.fails("swapped probes", "bad-board", "when element above 50 within 1min: not by")
        self.begin_bench()
        self.chamber.do("fault fan_weak 0.35")
        self.fails("a weak blower", "bad-board", "Element, highest of at most 71")
        self.begin_bench(f"relay_opens_after_ms={SLOW}")
        self.fails(
            "a slow relay", "bench/acceptance/off-is-off",
            "no heat by the witness", "the relay is slow, sticks or leaks",
        )
        self.end_bench()

    def bench_killed(self):
        """The bench dies at random moments: by a kill, and with its terminal. The witness sees no heat
        after the lease at most."""
        self.begin_bench()
        seed = random.randrange(1 << 32)
        say(f"seed {seed}")
        chance = random.Random(seed)
        for index in range(self.repeats if self.repeats >= WHOLE else 2):
            number = (signal.SIGKILL, signal.SIGHUP)[index % 2]
            wait = chance.uniform(0, SPREAD)
            seconds, problem = self.kill_bench(number, wait)
            self.report.check(
                f"bench: dies of {number.name}, no heat after its lease (time {index + 1})", not problem,
                problem or f"killed after {wait:.2f} s, no heat {seconds:.1f} s later, lease {LEASE} s",
            )
        self.end_bench()

    def begin_bench(self, *words):
        """A chamber at rest with the fixture, and a daemon beside it that nothing has latched in."""
        if self.fixture is None:
            self.fixture = Fixture(self.lines)
        self.chamber.end()
        self.chamber = hardware.Chamber(self.lines, PLANT, fixture=[*self.fixture.words, *words])
        daemon.restart()
        hardware.until(lambda: daemon.state()["chamber"]["condition"] == "good", 10, every=0.1)
        if daemon.latched_code():
            daemon.wish(clear_latch=True)
            hardware.until(lambda: daemon.latched_code() is None, 10, every=0.1)

    def end_bench(self):
        self.restart_chamber("never-warm")

    def run_bench(self, paths, report, *words, fixture=None):
        """Status, runs of the JSON report, and the text of the JUnit report's failures and errors."""
        folder = f"/run/bench/{report}"
        answer = subprocess.run(
            ["hearth", "bench", *paths, "--allow-heat", "--fixture", fixture or self.fixture.local,
             "--board", self.fixture.board, "--plant", f"{hardware.PROGRAMS}/plants/{PLANT}.conf", "--report", folder, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=PATIENCE,
        )
        print(answer.stdout, flush=True)
        if not os.path.exists(folder + "/report.json"):
            raise RuntimeError(f"hearth bench: {answer.stdout.strip()[-300:]}")
        cases = ElementTree.parse(folder + "/report.xml").getroot()
        failures = [
            one.get("message") for kind in ("failure", "error") for one in cases.iter(kind)
        ]
        with open(folder + "/report.json") as file:
            return answer.returncode, json.load(file)["runs"], failures

    def judge_runs(self, name, status, runs, expected):
        """One check for each scenario, and its times for the table of all benches."""
        self.report.check(
            f"bench: {name} has run", status == 0 and len(runs) == expected,
            f"status {status}, {len(runs)} of {expected}",
        )
        for run in runs:
            times = [describe(fault) for fault in run["seen"]["faults"]]
            self.report.check(
                f"bench: {name}/{run['scenario']}", run["outcome"] == "passed",
                "; ".join(times) if run["outcome"] == "passed" else json.dumps(run)[-300:],
            )
            say("bench " + json.dumps(short(name, run), separators=(",", ":")))

    def fails(self, name, scenario, *reasons):
        """A bad board has to fail the scenario, for all these reasons and no broken run."""
        status, runs, failures = self.run_bench(
            [f"{SCENARIOS}{scenario}.scenario"], name.replace(" ", "-"), "--limits", LIMITS,
        )
        found = all(any(reason in one for one in failures) for reason in reasons)
        self.report.check(
            f"bench: {name} fails", status == 1 and found and runs[0]["outcome"] == "failed",
            "; ".join(failures)[:300],
        )

    def kill_bench(self, number, wait):
        """For how long heat went on by the witness, in s, and what was not as it should be."""
        if not hardware.until(lambda: not self.fixture.sees_heat(), 10):
            return None, "there was heat before the bench"
        process = subprocess.Popen(
            ["hearth", "bench", SETS + "acceptance/warm-up-hold-cool.scenario", "--allow-heat",
             "--report", "/run/bench/killed"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            if not hardware.until(self.fixture.sees_heat, 30):
                return None, "the bench did not heat"
            time.sleep(wait)
            began = time.monotonic()
            os.killpg(process.pid, number)
            process.wait(30)
            hardware.until(lambda: not daemon.state()["power"], LEASE + LATE, every=0.1)
            if not hardware.until(lambda: not self.fixture.sees_heat(), LATE):
                return None, f"heat after {time.monotonic() - began:.1f} s"
            seconds = time.monotonic() - began
            state = daemon.state()
            if state["power"] or state["latch"]:
                return seconds, f"{state['activity']}, latched: {state['latch']}"
            return seconds, ""
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def describe(fault):
    """One fault of a report's run, in words."""
    text = f"{fault['fault']}: off {fault['off_s']} s"
    return text + f", by the witness {fault.get('witness_off_s')} s"


def short(folder, run):
    """What the table of all benches needs of a run (lab/bench/benches.py)."""
    return {
        "scenario": f"{folder}/{run['scenario']}", "outcome": run["outcome"],
        "faults": run["seen"]["faults"],
        "simulated": (run.get("simulated") or {}).get("faults", []),
    }


def with_swapped_probes(text):
    """The board file of one who took each probe for the other."""
    names = {"chamber": "element", "element": "chamber"}
    return re.sub(r"\[probe (\w+)\]", lambda found: f"[probe {names[found[1]]}]", text)


class Fixture:
    """The second chip of lines, with the file that names them; the Raspberry Pi has them at its own."""

    LABEL, LINES = "hearth-fixture", 28
    FILE, WATTS = "/etc/hearth/bench-fixture.conf", "/run/hearth-lab-watts"

    def __init__(self, lines):
        self.local, self.remote = "/run/bench/fixture.conf", "/run/bench/remote.conf"
        # The board as hearth-lab and the simulation know it, whatever the daemon's file says.
        self.board = "/run/bench/board.conf"
        os.makedirs("/run/bench", exist_ok=True)
        hardware.write(self.board, hardware.read(BOARD))
        text = hardware.read(self.FILE)
        self.chip = lines.add_chip(self.LABEL, self.LINES)
        if self.chip is None:
            before, _, _ = text.partition("[witness]")
            text = before.replace(self.LABEL, "pinctrl-bcm2835")
            text += f"[witness]\nkind: file\npath: {self.WATTS}\n"
            self.words = ["bcm2835"]
            witness = self.WATTS
        else:
            self.words = [self.chip]
            witness = re.search(r"^line: (\d+)$", text, re.M)[1]
            self.line = int(witness)
        self.words += [f"{name}={line}" for name, line in re.findall(r"^(\w+_\w+): (\d+)$", text, re.M)]
        self.words.append(f"witness={witness}")
        hardware.write(self.local, text)
        hardware.write(self.remote, "[fixture]\nkind: service\nhost: 127.0.0.1:8090\n")

    def sees_heat(self):
        """What the witness sees: an optocoupler pulls its line low, a meter shows the power."""
        if self.chip is None:
            return float(hardware.read(self.WATTS)) > 0
        return hardware.read(f"{self.chip}/sim_gpio{self.line}/value").strip() == "0"


class Served:
    """The fixture's service while it is wanted."""

    def __init__(self, fixture):
        self.fixture = fixture

    def __enter__(self):
        self.process = subprocess.Popen(
            ["hearth", "bench", "fixture", self.fixture.local], stdout=subprocess.PIPE, text=True,
        )
        print(self.process.stdout.readline(), flush=True)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
