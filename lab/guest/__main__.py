"""Runs the checks inside a lab machine; the kernel's command line says which (docs/lab.md)."""

import subprocess
import sys
import time
import traceback

import checks
import daemon
import hardware
from report import Report, say
from standby import stand_by
from updatechecks import UpdateChecks


def options():
    """`lab.key=value` of the kernel's command line."""
    with open("/proc/cmdline") as file:
        words = file.read().split()
    return dict(word[4:].split("=", 1) for word in words if word.startswith("lab.") and "=" in word)


def main():
    option = options()
    report = Report()
    with open("/proc/uptime") as file:
        say(f"booted in {file.read().split()[0]} s")
    if option["machine"] == "network":
        # Its client comes with that machine's image alone.
        import networkchecks

        networkchecks.NetworkChecks(report).run(*option["checks"].split(","))
        return report.failed
    if option["machine"] != "pi":
        lines = hardware.SimulatedLines()
        lines.set_persistent(True)
    else:
        lines = hardware.RaspberryPiLines()
    converter = hardware.Converter()
    if option["machine"] == "update":
        kind = UpdateChecks(lines, report)
        option |= stand_by()
        kind.begin(option.get("after"))
    else:
        late = option.get("late", "").split("+")
        kind = checks.Checks(lines, converter, report, int(option["repeats"]), late)
    kind.run(*option["checks"].split(","))
    return report.failed


try:
    main()
except Exception:
    traceback.print_exc()
    say("FAILED  machine  " + traceback.format_exc().splitlines()[-1])
# Where a network is tried, what the other services say belongs to it.
shown = [] if options()["machine"] == "network" else ["--unit", daemon.UNIT]
subprocess.run(["journalctl", "--no-pager", "--output=short-monotonic", *shown])
say("end")
sys.stdout.flush()
time.sleep(0.2)
