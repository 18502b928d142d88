"""Boots a lab machine, follows its console, and counts what its checks say.

    python3 lab/machine vm|pi --root ROOT --log FOLDER [--boot NAME] [--checks a,b] [--repeats N]

ROOT is the lab's Debian root with the machine's image in it (script/lab).
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time

from pin import OPTIONS, Pin
from table import Table

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# A boot takes half a minute and the longest lab a quarter of an hour, on a host that is not busy.
BOOT_LIMIT, LIMIT = 600, 5400
# One instruction takes 2 ns of the machine's own time, whichever of its processors it runs on, and
# nothing waits for real time: a busy host makes it slow but changes nothing in it (docs/lab.md).
CLOCK = ["-accel", "tcg,thread=single", "-icount", "shift=1,sleep=off", "-rtc", "clock=vm"]


def command(machine, options, boot):
    """The emulator, inside the lab's root."""
    words = ["quiet", "panic=-1", "systemd.firstboot=off"]
    words += [f"lab.machine={machine}", f"lab.repeats={options.repeats}"]
    words.append("lab.checks=" + (options.checks or boot.checks))
    work = f"/srv/lab/{machine}"
    if machine == "vm":
        return [
            "qemu-system-x86_64", *CLOCK, "-smp", "2", "-m", "1024",
            "-kernel", work + "/vmlinuz", "-initrd", work + "/image.cpio",
            "-append", " ".join(["console=ttyS0", "mitigations=off", *words]),
            "-nic", "none", "-display", "none", "-monitor", "none",
            "-serial", "stdio", "-no-reboot",
        ]
    words += ["iomem=relaxed", f"pinctrl_bcm2835.persist_gpio_outputs={boot.persists}"]
    return [
        "qemu-system-aarch64", *CLOCK, "-M", "raspi3b",
        "-kernel", work + "/vmlinuz", "-dtb", work + "/pi.dtb", "-initrd", work + "/image.cpio",
        "-append", " ".join(["console=ttyAMA0,115200", *words]),
        "-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot",
        *OPTIONS, f"{work}/trace-{boot.name}",
    ]


class Boot:
    """One start of a machine and what is tried there."""

    def __init__(self, name, checks, title="", persists="Y"):
        self.name = name
        self.checks = checks
        self.title = title
        self.persists = persists


# The boots of one machine run side by side, each for about as long as the other. The PC's lines keep
# their level when their holder dies. A Raspberry Pi's do so or not: where they do not, a killed
# program is no hazard, and where they do, nothing but the programs left can help.
BOOTS = {
    "vm": [
        Boot("heat", "hardware,doctor,selftest,panda,scenario,probe_faults", " (VM)"),
        Boot(
            "life",
            "memory,buttons,stub,clock,latch_survives,watchdog,state_directory,damaged_notes,"
            "process_faults",
            " (VM)",
        ),
    ],
    "pi": [
        Boot("N", "hardware,memory,panda,scenario,latch_survives,process_faults", " (Pi, N)", "N"),
        Boot(
            "Y", "hardware,refuses_to_arm,state_directory,damaged_notes,probe_faults,process_faults",
            " (Pi, Y)", "Y",
        ),
    ],
}


class Machine:
    def __init__(self, options, boot, table):
        self.log = f"{options.log}/{boot.name}"
        self.boot = boot
        self.table = table
        self.passed = self.failed = 0
        self.has_ended = False
        os.makedirs(self.log, exist_ok=True)
        self.pin = None
        if options.machine == "pi":
            self.pin = Pin(
                f"{options.root}/srv/lab/pi/trace-{boot.name}", f"{self.log}/pins.log"
            )
        inside = 'cd "$1" && . script/debian-root.sh && inside_root "${@:2}"'
        self.process = subprocess.Popen(
            ["bash", "-c", inside, "lab", REPOSITORY, os.path.abspath(options.root),
             *command(options.machine, options, boot)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def check(self, name, is_good, detail=""):
        self.passed += is_good
        self.failed += not is_good
        title = name + self.boot.title
        print(f"{'ok' if is_good else 'FAILED'}  {title}{'  ' + detail if detail else ''}", flush=True)

    def kill(self):
        """Ends the emulator and what started it: a session of their own."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def run(self):
        began = time.monotonic()
        watch = threading.Timer(LIMIT, self.kill)
        watch.start()
        boot_watch = threading.Timer(BOOT_LIMIT, self.kill)
        boot_watch.start()
        with open(f"{self.log}/console.log", "wb") as log:
            for line in self.process.stdout:
                log.write(b"%9.3f  " % (time.monotonic() - began) + line)
                log.flush()
                text = line.decode(errors="replace").strip()
                if "lab: " in text:
                    boot_watch.cancel()
                    self.take(text[text.index("lab: ") + 5:])
        watch.cancel()
        boot_watch.cancel()
        self.process.wait()
        if not self.has_ended:
            self.check("machine", False, f"it did not come to its end; see {self.log}")
        if self.pin:
            self.check(
                "the pins read as they were driven", not self.pin.differences,
                f"{self.pin.differences} times not" if self.pin.differences else "",
            )

    def take(self, text):
        kind, _, rest = text.partition(" ")
        if kind in ("ok", "FAILED"):
            name, _, detail = rest.strip().partition("  ")
            self.check(name, kind == "ok", detail)
        elif kind == "time":
            fault, number, limit, seconds = rest.split()
            seconds = None if seconds == "never" else float(seconds)
            if self.pin:
                seconds = self.outside(fault, number, float(limit), seconds)
            self.table.add(fault.replace("_", " ") + self.boot.title, float(limit), seconds)
        elif kind == "end":
            self.has_ended = True
            # A Raspberry Pi cannot turn itself off.
            threading.Timer(3, self.kill).start()
        elif kind == "booted":
            self.check("boot", True, rest)

    def outside(self, fault, number, limit, inside):
        """The same time as the relay saw it, at most; it must agree with the limit too."""
        seconds, width = self.pin.time_of_last_mark()
        self.table.widest = max(self.table.widest, width)
        if seconds is None or seconds > limit:
            name = f"{fault.replace('_', ' ')}, seen from outside (time {number})"
            self.check(name, False, f"{seconds} s outside, {inside} s inside")
        return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("machine", choices=["vm", "pi"])
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
        boots = [boot for boot in boots if boot.name == options.boot]
    table = Table()
    machines = [Machine(options, boot, table) for boot in boots]
    try:
        threads = [threading.Thread(target=machine.run) for machine in machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for machine in machines:
            machine.kill()
    table.print()
    passed = sum(machine.passed for machine in machines)
    failed = sum(machine.failed for machine in machines)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
