"""The shipped commands for anyone who builds a heater: `hearth doctor` and `hearth selftest`."""

import json
import subprocess


def doctor():
    """What the doctor found: {subject: [(grade, text), …]}."""
    answer = subprocess.run(["hearth", "doctor", "--json"], stdout=subprocess.PIPE, text=True)
    found = {}
    for finding in json.loads(answer.stdout)["findings"]:
        found.setdefault(finding["subject"], []).append((finding["grade"], finding["text"]))
    return found


def selftest():
    """The report of a self-test: its verdicts by check, and the whole object."""
    answer = subprocess.run(
        ["hearth", "selftest", "--allow-heat", "--json", "--report", "/run/selftest"],
        stdout=subprocess.PIPE, text=True,
    )
    report = json.loads(answer.stdout)
    return {one["check"]: one["verdict"] for one in report["findings"]}, report


def describe(verdicts):
    return ", ".join(f"{check} {verdict}" for check, verdict in verdicts.items())
