"""Where a machine that has booted waits for its task: its memory is kept here (lab/machine/power.py)."""

import os

from report import say

CONSOLE = "/dev/ttyS0"


def stand_by():
    """Says that it is ready, and waits for `go KEY=VALUE …`; returns what that says. It waits wide
    awake, for time flies by where nothing runs."""
    say("ready")
    console = os.open(CONSOLE, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    line = b""
    while not (line.startswith(b"go ") and line.endswith(b"\n")):
        try:
            # A terminal gives one line at a time. Its beginning is lost where the machine did not run yet.
            line = os.read(console, 4096)
        except BlockingIOError:
            continue
    os.close(console)
    say("goes on")
    return dict(word.split("=", 1) for word in line.decode().split()[1:])
