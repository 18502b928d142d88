"""Boots a lab machine, follows its console, and counts what its checks say.

    python3 lab/machine vm|pi --root ROOT --log FOLDER [--checks a,b] [--repeats N]

ROOT is the lab's Debian root with the machine's image in it (script/lab).
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time

from pin import Pin
from table import Table

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# A boot takes 15 s; the longest lab some minutes.
BOOT_LIMIT, LIMIT = 90, 1500


def command(machine, options):
    """The emulator, inside the lab's root."""
    words = [f"lab.machine={machine}", f"lab.repeats={options.repeats}", "quiet", "panic=-1"]
    words.append("systemd.firstboot=off")
    if options.checks:
        words.append("lab.checks=" + options.checks)
    work = f"/srv/lab/{machine}"
    if machine == "vm":
        return [
            "qemu-system-x86_64", "-accel", "tcg", "-smp", "2", "-m", "1024",
            "-kernel", work + "/vmlinuz", "-initrd", work + "/image.cpio",
            "-append", " ".join(["console=ttyS0", "mitigations=off", *words]),
            "-nic", "none", "-display", "none", "-monitor", "none",
            "-serial", "stdio", "-no-reboot",
        ]
    persist = "Y" if options.persistent else "N"
    words += ["iomem=relaxed", f"pinctrl_bcm2835.persist_gpio_outputs={persist}"]
    return [
        "qemu-system-aarch64", "-M", "raspi3b",
        "-kernel", work + "/vmlinuz", "-dtb", work + "/pi.dtb", "-initrd", work + "/image.cpio",
        "-append", " ".join(["console=ttyAMA0,115200", *words]),
        "-display", "none", "-monitor", f"unix:{work}/monitor,server=on,wait=off",
        "-serial", "stdio", "-no-reboot",
    ]


class Machine:
    def __init__(self, options):
        self.options = options
        self.table = Table()
        self.passed = self.failed = 0
        self.has_ended = False
        os.makedirs(options.log, exist_ok=True)
        inside = 'cd "$1" && . script/debian-root.sh && inside_root "${@:2}"'
        self.process = subprocess.Popen(
            ["bash", "-c", inside, "lab", REPOSITORY, os.path.abspath(options.root),
             *command(options.machine, options)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.pin = None
        if options.machine == "pi":
            self.pin = Pin(f"{options.root}/srv/lab/pi/monitor", f"{options.log}/pins.log")

    def check(self, name, is_good, detail=""):
        self.passed += is_good
        self.failed += not is_good
        print(f"{'ok' if is_good else 'FAILED'}  {name}{'  ' + detail if detail else ''}", flush=True)

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
        with open(f"{self.options.log}/console.log", "wb") as log:
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
            self.check("machine", False, f"it did not come to its end; see {self.options.log}")
        if self.pin:
            self.pin.stop()

    def take(self, text):
        kind, _, rest = text.partition(" ")
        if kind in ("ok", "FAILED"):
            name, _, detail = rest.strip().partition("  ")
            self.check(name, kind == "ok", detail)
        elif kind == "time":
            fault, number, limit, seconds = rest.split()
            if number == "0":
                return
            seconds = None if seconds == "never" else float(seconds)
            if self.pin:
                seconds = self.outside(fault, number, float(limit), seconds)
            self.table.add(fault.replace("_", " "), float(limit), seconds)
        elif kind == "end":
            self.has_ended = True
        elif kind == "booted":
            self.check("boot", True, rest)

    def outside(self, fault, number, limit, inside):
        """The same time as the relay saw it; it must agree with the limit too."""
        seconds = self.pin.time_of_last_mark()
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
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--persistent", action="store_true")
    machine = Machine(parser.parse_args())
    try:
        machine.run()
    finally:
        machine.kill()
    machine.table.print()
    print(f"{machine.passed} passed, {machine.failed} failed")
    return machine.failed > 0


sys.exit(main())
