"""The four benches beside each other: the sets of lab/scenarios/bench on one plant, and how soon each was off.

usage: python3 lab/bench/benches.py HEARTH [LOGS]

Calibrates a simulated board and runs the sets there by `hearth bench` in real time, which takes twenty minutes
in all, and in the simulation; what the machines found is in LOGS, .lab/logs, after script/lab vm and script/lab pi.
Prints the table of docs/lab.md.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SETS = REPOSITORY / "lab" / "scenarios" / "bench"
PLANT = REPOSITORY / "lab" / "plants" / "quick.conf"
#: What the lab's board has of a real one's lines and buses.
OF_LINES = re.compile(r"^(type|bus|address|line|idle): .*\n|^\[gpio\]\n(.+\n)*", re.M)


def simulated_board(folder):
    """The lab's board, computed."""
    text = (REPOSITORY / "lab" / "board.conf").read_text(encoding="utf-8")
    text = OF_LINES.sub("", text.replace("kind: linux", "kind: simulated"))
    path = pathlib.Path(folder, "board.conf")
    path.write_text(text + "\n" + PLANT.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def calibrate(hearth, host):
    """As anyone does before a bench: the rules of power are held to what the heater showed."""
    url = f"http://{host}/api/v1/state"
    while json.load(urllib.request.urlopen(url))["chamber"]["condition"] != "good":
        time.sleep(0.1)
    subprocess.run([hearth, "calibrate", "--yes", "--host", host], stdout=sys.stderr, check=True)


def runs_here(hearth, folder):
    """The runs of both sets on a simulated board at its own speed, as `short` of lab/guest gives them."""
    board, report = simulated_board(folder), pathlib.Path(folder, "report")
    service = subprocess.Popen(
        [hearth, "run", "--board", board, "--listen", "127.0.0.1:0",
         "--state", pathlib.Path(folder, "state")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=REPOSITORY,
    )
    try:
        host = next(filter(None, (re.search(r"http://([\d.]+:\d+)", line) for line in service.stdout)))
        calibrate(hearth, host[1])
        for name in ("acceptance", "faults"):
            subprocess.run(
                [hearth, "bench", SETS / name, "--allow-heat", "--host", host[1], "--board", board,
                 "--report", report / name],
                stdout=sys.stderr, check=False,
            )
            for run in json.loads((report / name / "report.json").read_text())["runs"]:
                yield {**run["seen"], "simulated": run["simulated"], "outcome": run["outcome"],
                       "scenario": f"{name}/{run['scenario']}"}
    finally:
        service.terminate()
        service.wait()


def runs_of(log):
    """What a machine found: its newest run of each scenario."""
    if not log.exists():
        return {}
    with open(log, encoding="utf-8") as lines:
        return {run["scenario"]: run for run in map(json.loads, lines)}


def seconds(number):
    return "–" if number is None else f"{number:.1f}"


def cell(run):
    """A fault's time to off by Hearth and by the witness; else what came of the run."""
    if run is None:
        return "–"
    if run.get("outcome", "passed") != "passed":
        return run["outcome"]
    if not run["faults"]:
        return run.get("outcome", "–")
    # The simulation has no witness, and the heat of a bridged relay no end by Hearth.
    return "; ".join(
        " / ".join(seconds(fault.get(key)) for key in ("off_s", "witness_off_s")
                   if key == "off_s" or fault.get(key) is not None)
        for fault in run["faults"]
    )


def main(hearth, logs=REPOSITORY / ".lab" / "logs"):
    machines = [runs_of(pathlib.Path(logs, name, "bench", "bench.jsonl")) for name in ("vm", "pi")]
    print("| scenario | simulation | simulated board | PC | Raspberry Pi |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for run in runs_here(hearth, folder):
            name = run["scenario"]
            cells = [cell(run["simulated"]), cell(run), *(cell(one.get(name)) for one in machines)]
            print(f"| `{name}` | {' | '.join(cells)} |", flush=True)


main(*sys.argv[1:])
