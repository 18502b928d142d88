"""Boots a lab machine and counts what its checks say.

    python3 lab/machine vm|pi|update|network --root ROOT --log FOLDER [--boot NAME] [--checks a,b]
        [--repeats N]

ROOT is the lab's Debian root with the machine's image in it (script/lab).
"""

import argparse
import signal
import sys

from lab import Lab
from machine import Boot, Machine
from power import PoweredMachine, boot_once
from table import Table

# The boots of one machine run side by side, each for about as long as the other. The PC's lines keep
# their level when their holder dies. A Raspberry Pi's do so or not: where they do not, a killed
# program is no hazard, and where they do, nothing but the programs left can help.
BOOTS = {
    "vm": [
        Boot("heat", "hardware,doctor,selftest,panda,scenario,probe_faults", " (VM)"),
        Boot(
            "life",
            "memory,buttons,heartbeat,stub,clock,latch_survives,watchdog,state_directory,damaged_notes,"
            "process_faults,contacts",
            " (VM)",
        ),
        Boot("bench", "bench,bad_boards,bench_killed", " (VM)"),
    ],
    "pi": [
        Boot("N", "hardware,idle,memory,panda,scenario,latch_survives,process_faults", " (Pi, N)", "N"),
        Boot(
            "Y",
            "hardware,idle,refuses_to_arm,state_directory,damaged_notes,probe_faults,process_faults",
            " (Pi, Y)", "Y",
        ),
    ],
    # One boot for all of these (power.py).
    "update": [
        Boot("versions", "accepted,cut_off_uploads,broken_versions"),
        Boot("arrival", "power_cuts_in_arrival"),
        Boot("change", "power_cuts_in_change"),
    ],
    "network": [
        Boot(
            "join", "scan,wrong_password,roll_back,killed_on_trial,kept,kept_by_command,secrets",
            " (network)",
        ),
        Boot("hotspot", "announcement,hotspot,hotspot_alone,rename,permissions", " (network)"),
    ],
}

# Started only where they are asked for by name: what .ci/run has no time for.
MORE = {"pi": [Boot("bench", "bench", " (Pi, Y)", "Y")]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("machine", choices=sorted(BOOTS))
    parser.add_argument("--root", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--checks", default="")
    parser.add_argument("--boot", default="")
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    # A stop from outside takes the emulators along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    boots = BOOTS[options.machine]
    if options.boot:
        boots = [
            boot for boot in boots + MORE.get(options.machine, []) if boot.name == options.boot
        ]
    table = Table()
    if options.machine == "update":
        lab = Lab(
            boots,
            lambda boot: PoweredMachine(options, boot, table),
            lambda: [boot_once(options, table)],
        )
    else:
        lab = Lab(boots, lambda boot: Machine(options, boot, table))
    lab.run()
    table.print()
    lab.print()
    return lab.failed > 0


sys.exit(main())
