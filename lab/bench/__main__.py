"""Measures Hearth against the numbers it must show, beside two yardsticks, and prints a table.

usage: python3 lab/bench HEARTH HEARTH-BENCH C-SERVER [--quick]
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import heaters
from crowd import Crowd, beats, spread_99
from load import Load
from process import Server

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BOARD = REPOSITORY / "boards" / "simulated.conf"
PYTHON_SERVER = REPOSITORY / "lab" / "yardsticks" / "websockets_server.py"
CLIENTS = 1000
#: docs/safety.md: what a flood of clients may cost the beat.
JITTER_MS = 20
#: Processor time of a thousand clients, as a share of the minimal C server's in the same run.
SHARE_OF_C = 1.2


class Table:
    """Rows of what was measured and what there is to reach."""

    def __init__(self):
        self.missed = 0

    def title(self, *columns):
        print(f"\n{columns[0]:<46}{columns[1]:>16}{columns[2]:>16}", flush=True)
        print("-" * 78)

    def row(self, name, value, digits, unit, limit=None, at_least=False):
        reached = limit is None or (value >= limit if at_least else value <= limit)
        self.missed += not reached
        goal = "" if limit is None else f"{'≥' if at_least else '≤'} {limit:,g} {unit}"
        verdict = "" if reached else "   missed"
        print(f"{name:<46}{f'{value:,.{digits}f} {unit}':>16}{goal:>16}{verdict}", flush=True)


def state(server):
    """The daemon's snapshot over its API."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/v1/state") as answer:
        return json.load(answer)


class Bench:
    def __init__(self, hearth, core_bench, c_server, seconds):
        self.hearth = hearth
        self.core_bench = core_bench
        self.c_server = c_server
        self.seconds = seconds
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-bench-"))
        self.table = Table()

    def daemon(self):
        """A daemon with a state directory that nothing was in."""
        return Server(
            self.hearth, "run", "--board", BOARD, "--listen", "127.0.0.1:0",
            "--state", tempfile.mkdtemp(dir=self.folder),
        )

    # In process

    def core(self):
        """What `hearth-bench` measures of the core, one `name value unit` a line."""
        answer = subprocess.run([self.core_bench], check=True, capture_output=True, text=True)
        found = {name: float(value) for name, value, _ in map(str.split, answer.stdout.splitlines())}
        self.table.title("Core, nominal plant, 25 → 60 °C", "found", "to reach")
        for key, name, digits, unit, limit in [
            ("controller_step", "controller step", 2, "µs", 5),
            ("controller_step_allocations", "allocations in all its steps", 0, "", 0),
            ("overshoot", "overshoot", 2, "°C", 0.7),
            ("time_to_within_1K", "time to within 1 °C", 0, "s", 510),
            ("hold_rms", "hold, root mean square", 3, "°C", 0.05),
            ("element_highest", "element at most", 1, "°C", 102),
            ("switchings", "switchings", 0, "/h", 3200),
        ]:
            self.table.row(name, found[key], digits, unit, limit)
        self.table.row(
            "simulation, times real time", found["simulation_speed"], 0, "×", 20_000, at_least=True
        )

    # As a process

    def start(self):
        """Milliseconds from the start of the process until its API shows a guarded step."""
        began = time.perf_counter()
        with self.daemon() as server:
            while state(server)["step"] < 1:
                pass
            return (time.perf_counter() - began) * 1000

    def idle(self):
        self.table.title("Daemon, idle, one client", "found", "to reach")
        self.table.row(
            "start to first guarded step", statistics.median(self.start() for _ in range(5)),
            0, "ms", 200,
        )
        with self.daemon() as server, Crowd(server.port, 1) as crowd:
            crowd.arrivals(3)
            before, began = server.cpu_seconds(), time.monotonic()
            crowd.arrivals(self.seconds)
            share = (server.cpu_seconds() - before) / (time.monotonic() - began)
            both, switch = server.memory(), server.switch_memory()
        self.table.row("memory of both, proportional (PSS)", both.proportional / 1024, 1, "MB", 18)
        self.table.row("memory of both, anonymous", both.anonymous / 1024, 1, "MB", 3)
        self.table.row("memory of hearth-switch alone (PSS)", switch.proportional / 1024, 1, "MB", 3.5)
        self.table.row("memory of both, resident", both.resident / 1024, 1, "MB", None)
        self.table.row("processor of both processes", share * 100, 2, "%", 0.5)

    def fleet(self):
        """What it costs to show 200 heaters of the network, while a page looks at them."""
        with self.daemon() as server:
            found, median, worst, share = heaters.measure(server, self.seconds)
        self.table.title(f"{heaters.COUNT} heaters in the network", "found", "to reach")
        self.table.row("until all are shown, without mDNS", found, 1, "s", 30)
        self.table.row("an answer with all of them, median", median, 1, "ms", 50)
        self.table.row("an answer with all of them, worst", worst, 1, "ms", None)
        self.table.row("processor while one page looks", share, 1, "%", 15)

    def crowd(self, server):
        """(share of a core, spread of a beat in ms, bytes a client) with a thousand clients."""
        with server:
            with Crowd(server.port, 1) as one:
                one.arrivals(2)
                alone = server.memory().private
            with Crowd(server.port, CLIENTS) as crowd:
                crowd.arrivals(3)
                before, began = server.cpu_seconds(), time.monotonic()
                arrivals = crowd.arrivals(self.seconds)
                share = (server.cpu_seconds() - before) / (time.monotonic() - began)
                crowded = server.memory().private
        whole = beats(arrivals, CLIENTS)
        if not whole:
            raise RuntimeError(f"{server.command[0]}: no beat reached all {CLIENTS} clients")
        spread = statistics.median(spread_99(group) for group in whole)
        worst = max(spread_99(group) for group in whole)
        return share * 100, spread * 1000, worst * 1000, (crowded - alone) * 1024 / CLIENTS

    def jitter(self):
        """How late the beat comes while everything else wants the machine."""
        print(f"\nBeat under load: every core busy, {CLIENTS:,} clients, the disk written to")
        with self.daemon() as server, Crowd(server.port, CLIENTS) as crowd, Load(self.folder):
            crowd.arrivals(self.seconds * 3)
            beat = state(server)["device"]["beat"]
        print(f"{'steps':>10}{'p50':>12}{'p99':>12}{'p99.9':>12}{'worst':>12}{'to reach':>20}")
        print("-" * 78)
        row = "".join(f"{beat[key]:>9.3f} ms" for key in ("p50_ms", "p99_ms", "p999_ms", "worst_ms"))
        missed = beat["p999_ms"] > JITTER_MS
        self.table.missed += missed
        print(f"{beat['steps']:>10}{row}{f'p99.9 ≤ {JITTER_MS} ms':>20}" + ("   missed" if missed else ""))

    def crowds(self):
        names = ("Hearth", "C", "Python")
        servers = (
            self.daemon(), Server(self.c_server), Server("/usr/bin/python3", PYTHON_SERVER),
        )
        found = [self.crowd(server) for server in servers]
        print(f"\n{CLIENTS:,} clients at 2 Hz")
        print(f"{'':<26}" + "".join(f"{name:>10}" for name in names)
              + f"{'÷ C':>8}{'÷ Python':>10}{'to reach':>12}")
        print("-" * 86)
        rows = [
            ("processor, % of a core", 1, None), ("beat, p99, median, ms", 1, 20),
            ("beat, p99, worst, ms", 1, None), ("memory a client, bytes", 0, 2560),
        ]
        for index, (name, digits, limit) in enumerate(rows):
            values = [numbers[index] for numbers in found]
            ratio = values[0] / values[1]
            # The first row is judged by the C server of the same run.
            goal = f"≤ {SHARE_OF_C} × C" if index == 0 else f"≤ {limit:,}" if limit else ""
            missed = ratio > SHARE_OF_C if index == 0 else limit is not None and values[0] > limit
            self.table.missed += missed
            print(
                f"{name:<26}" + "".join(f"{value:>10,.{digits}f}" for value in values)
                + f"{ratio:>8.2f}{values[0] / values[2]:>10.2f}{goal:>12}"
                + ("   missed" if missed else "")
            )


def main(words):
    # A program that was just built is dirty in the cache, and counts as memory written to.
    os.sync()
    quick = "--quick" in words
    programs = [word for word in words if word != "--quick"]
    bench = Bench(*programs, seconds=5 if quick else 20)
    bench.core()
    bench.idle()
    bench.fleet()
    bench.jitter()
    bench.crowds()
    print(f"\n{bench.table.missed} of the numbers to reach were missed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
