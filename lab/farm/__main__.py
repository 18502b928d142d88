"""Measures what a simulated controller and its connection cost, on both sides of one mosquitto, and that
the cost of one does not depend on how many there are.

usage: python3 lab/farm HEARTH_FARM [--counts N,M] [--topics home-assistant|stock|both] [--seconds N]
"""

import argparse
import contextlib
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))

from listener import Listener  # noqa: E402
from process import Process  # noqa: E402

#: The farm that the fixed part is taken from: what both sides need, and do, for however few. The cost of
#: one controller is what each beyond these adds.
SMALL = 100
#: How far the cost of one controller may differ between the counts.
TOLERANCE = 0.1


class Broker(Process):
    """A mosquitto of our own, on a free port of the loopback interface; it keeps nothing."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-farm-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        configuration = self.folder / "mosquitto.conf"
        configuration.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            "max_connections -1\nmax_queued_messages 0\nlog_dest none\nuser root\n"
        )
        super().__init__(shutil.which("mosquitto", path="/usr/sbin:/usr/bin"), "-c", configuration)

    def __enter__(self):
        self.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise

    def __exit__(self, *exception):
        super().__exit__(*exception)
        shutil.rmtree(self.folder)


class Farm(Process):
    """`hearth-farm simulate`, whose measurement this program ends."""

    def __enter__(self):
        self.start(stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return self

    def wait_for(self, words):
        """Reads its words until it says these."""
        told = []
        for line in self.process.stderr:
            told.append(line)
            if words in line:
                return
        raise RuntimeError(f"{self.command}: ended before it said “{words}”: {''.join(told)}")


class Sides:
    """What both sides have used at one moment."""

    def __init__(self, farm, broker, listener):
        self.farm_cpu, self.broker_cpu = farm.cpu_seconds(), broker.cpu_seconds()
        self.farm_memory, self.broker_memory = (
            side.memory().resident for side in (farm, broker)
        )
        self.delivered = listener.messages


class Field:
    """One farm on one fresh broker, with one listener to all that is said."""

    def __init__(self, stack, hearth, count, topics):
        self.count = count
        self._broker = stack.enter_context(Broker())
        self._listener = stack.enter_context(Listener(self._broker.port, "farm/#"))
        # It is ended by a signal, long before its time.
        self._farm = stack.enter_context(Farm(
            hearth, "simulate", "--broker", f"127.0.0.1:{self._broker.port}", "--count", count,
            "--topics", topics, "--seconds", 36_000, "--json",
        ))

    def wait(self):
        self._farm.wait_for("measuring")

    def sides(self):
        return Sides(self._farm, self._broker, self._listener)

    def report(self):
        """Ends the farm; what it says of itself."""
        self._farm.process.send_signal(signal.SIGTERM)
        report, complaint = self._farm.process.communicate()
        report = json.loads(report)
        if not report["ok"]:
            raise RuntimeError(f"{self.count} controllers: {complaint}")
        return report


def measure(hearth, counts, topics, seconds):
    """All farms in the same time: whatever else the machine does, it does to each of them."""
    with contextlib.ExitStack() as stack:
        fields = [Field(stack, hearth, count, topics) for count in counts]
        for field in fields:
            field.wait()
        began = time.monotonic()
        before = [field.sides() for field in fields]
        time.sleep(seconds)
        after = [field.sides() for field in fields]
        lasted = time.monotonic() - began
        reports = [field.report() for field in fields]
    return [
        {
            "count": field.count,
            "published": report["published"] / report["measured_s"],
            "delivered": (end.delivered - start.delivered) / lasted,
            "farm_cpu": (end.farm_cpu - start.farm_cpu) / lasted * 1e6,
            "broker_cpu": (end.broker_cpu - start.broker_cpu) / lasted * 1e6,
            "farm_memory": end.farm_memory,
            "broker_memory": end.broker_memory,
            "late": report["latest_beat_s"] * 1000,
        }
        for field, start, end, report in zip(fields, before, after, reports)
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hearth")
    parser.add_argument("--counts", default="1000,5000")
    parser.add_argument("--topics", default="both")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    small, *found = measure(options.hearth, [SMALL, *counts], options.topics, options.seconds)
    for one in found:
        for cost in ("farm_cpu", "farm_memory", "broker_cpu", "broker_memory"):
            one[cost + "_each"] = (one[cost] - small[cost]) / (one["count"] - SMALL)
        for side in ("farm", "broker"):
            one[side + "_share"] = one[side + "_cpu"] / 1e4
    print(f"\nSimulated controllers at one mosquitto, topics: {options.topics}; {options.seconds} s, "
          "one listener to all")
    print(f"{'':<42}" + "".join(f"{count:>11,}" for count in counts) + f"{'ratio':>9}{'to reach':>14}")
    print("-" * (65 + 11 * len(counts)))
    missed = 0
    for key, name, digits, is_judged in (
        ("published", "published, messages/s", 0, False),
        ("delivered", "delivered to the listener, messages/s", 0, False),
        ("late", "a controller's beat, latest, ms", 0, False),
        ("farm_share", "farm, processor, % of a core", 1, False),
        ("farm_memory", "farm, memory, KiB", 0, False),
        ("broker_share", "broker, processor, % of a core", 1, False),
        ("broker_memory", "broker, memory, KiB", 0, False),
        ("farm_cpu_each", "farm, processor for each, µs/s", 1, True),
        ("farm_memory_each", "farm, memory for each, KiB", 2, True),
        ("broker_cpu_each", "broker, processor for each, µs/s", 1, True),
        ("broker_memory_each", "broker, memory for each, KiB", 2, True),
    ):
        values = [one[key] for one in found]
        row = f"{name:<42}" + "".join(f"{value:>11,.{digits}f}" for value in values)
        if is_judged:
            ratio = max(values) / min(values)
            is_missed = ratio > 1 + TOLERANCE
            missed += is_missed
            row += f"{ratio:>9.3f}{f'≤ {1 + TOLERANCE:g}':>14}" + ("   missed" if is_missed else "")
        print(row, flush=True)
    print(f"\n{missed} of the numbers to reach were missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
