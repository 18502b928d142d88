"""Measures what a simulated controller and its connection cost, on both sides of one mosquitto, and that
the cost of one does not depend on how many there are.

usage: python3 lab/farm HEARTH [--counts N,M] [--topics home-assistant|stock|both] [--seconds N]
"""

import argparse
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))

from listener import Listener  # noqa: E402
from process import Process  # noqa: E402

#: The farm that the fixed part of memory is taken from: what both sides need for a few connections.
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
    """`hearth farm simulate`, whose measurement this program ends."""

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
            side.memory_kilobytes()[0] for side in (farm, broker)
        )
        self.delivered = listener.messages


def measure(hearth, count, topics, seconds):
    """One farm on one fresh broker, with one listener to all that is said."""
    with Broker() as broker, Listener(broker.port, "farm/#") as listener, Farm(
        hearth, "farm", "simulate", "--broker", f"127.0.0.1:{broker.port}", "--count", count,
        "--topics", topics, "--seconds", seconds, "--json",
    ) as farm:
        farm.wait_for("measuring")
        before = Sides(farm, broker, listener)
        farm.wait_for("measured")
        after = Sides(farm, broker, listener)
        report, complaint = farm.process.communicate()
    report = json.loads(report)
    if not report["ok"]:
        raise RuntimeError(f"{count} controllers: {complaint}")
    controller_seconds = count * report["measured_s"]
    return {
        "count": count,
        "published": report["published"] / report["measured_s"],
        "delivered": (after.delivered - before.delivered) / report["measured_s"],
        "farm_cpu": (after.farm_cpu - before.farm_cpu) / controller_seconds * 1e6,
        "broker_cpu": (after.broker_cpu - before.broker_cpu) / controller_seconds * 1e6,
        "farm_memory": after.farm_memory,
        "broker_memory": after.broker_memory,
        "late": report["latest_beat_s"] * 1000,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hearth")
    parser.add_argument("--counts", default="1000,5000")
    parser.add_argument("--topics", default="both")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    small = measure(options.hearth, SMALL, options.topics, 20)
    found = [measure(options.hearth, count, options.topics, options.seconds) for count in counts]
    for one in found:
        for side in ("farm_memory", "broker_memory"):
            one[side + "_each"] = (one[side] - small[side]) / (one["count"] - SMALL)
    print(f"\nSimulated controllers at one mosquitto, topics: {options.topics}; {options.seconds} s, "
          "one listener to all")
    print(f"{'':<42}" + "".join(f"{count:>11,}" for count in counts) + f"{'ratio':>9}{'to reach':>14}")
    print("-" * (65 + 11 * len(counts)))
    missed = 0
    for key, name, digits, is_judged in (
        ("published", "published, messages/s", 0, False),
        ("delivered", "delivered to the listener, messages/s", 0, False),
        ("late", "a controller's beat, latest, ms", 0, False),
        ("farm_memory", "farm, memory, KiB", 0, False),
        ("broker_memory", "broker, memory, KiB", 0, False),
        ("farm_cpu", "farm, processor for each, µs/s", 1, True),
        ("farm_memory_each", "farm, memory for each, KiB", 2, True),
        ("broker_cpu", "broker, processor for each, µs/s", 1, True),
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
