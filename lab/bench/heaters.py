"""A network of heaters that stand in for real ones, and how quick a daemon shows them."""

import json
import pathlib
import statistics
import sys
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "blackbox"))
from fleet import Heaters  # noqa: E402

COUNT = 200
#: Seconds that a search may take before it counts as failed.
LONGEST = 120


def get(server):
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/v1/fleet") as answer:
        fleet = json.load(answer)
    return fleet["heaters"], (time.perf_counter() - began) * 1000


def shown(heaters):
    return sum(one["state"] is not None for one in heaters if not one["self"])


def measure(server, seconds):
    """(s until all are shown, ms of an answer with all, its worst, share of a core while somebody looks)."""
    with Heaters(COUNT, port=server.port):
        began = time.monotonic()
        while shown(get(server)[0]) < COUNT:
            if time.monotonic() - began > LONGEST:
                raise RuntimeError(f"not all {COUNT} heaters are shown within {LONGEST} s")
            time.sleep(0.1)
        found = time.monotonic() - began
        before, began = server.cpu_seconds(), time.monotonic()
        times = []
        while time.monotonic() - began < seconds:
            times.append(get(server)[1])
            time.sleep(2)
        share = (server.cpu_seconds() - before) / (time.monotonic() - began)
        return found, statistics.median(times), max(times), share * 100
