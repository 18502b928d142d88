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

from pin import Pin
from table import Table

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# A boot takes 15 s; the longest lab some minutes.
BOOT_LIMIT, LIMIT = 240, 1500


def command(machine, options, boot):
    """The emulator, inside the lab's root."""
    words = ["quiet", "panic=-1", "systemd.firstboot=off"]
    words += [f"lab.machine={machine}", f"lab.repeats={options.repeats}"]
    words.append("lab.checks=" + (options.checks or boot.checks))
    work = f"/srv/lab/{machine}"
    if machine == "vm":
        return [
            "qemu-system-x86_64", "-accel", "tcg", "-smp", "2", "-m", "1024",
            "-kernel", work + "/vmlinuz", "-initrd", work + "/image.cpio",
            "-append", " ".join(["console=ttyS0", "mitigations=off", *words]),
            "-nic", "none", "-display", "none", "-monitor", "none",
            "-serial", "stdio", "-no-reboot",
        ]
    words += ["iomem=relaxed", f"pinctrl_bcm2835.persist_gpio_outputs={boot.persists}"]
    return [
        "qemu-system-aarch64", "-M", "raspi3b",
        "-kernel", work + "/vmlinuz", "-dtb", work + "/pi.dtb", "-initrd", work + "/image.cpio",
        "-append", " ".join(["console=ttyAMA0,115200", *words]),
        "-display", "none", "-monitor", f"unix:{work}/monitor-{boot.name},server=on,wait=off",
        "-serial", "stdio", "-no-reboot",
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
        Boot("heat", "hardware,doctor,selftest,panda,scenario,probe_faults"),
        Boot("life", "clock,latch_survives,watchdog,state_directory,process_faults"),
    ],
    "pi": [
        Boot("N", "hardware,panda,scenario,latch_survives,process_faults", " (N)", "N"),
        Boot("Y", "hardware,refuses_to_arm,state_directory,probe_faults,process_faults", " (Y)", "Y"),
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
        inside = 'cd "$1" && . script/debian-root.sh && inside_root "${@:2}"'
        self.process = subprocess.Popen(
            ["bash", "-c", inside, "lab", REPOSITORY, os.path.abspath(options.root),
             *command(options.machine, options, boot)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.pin = None
        if options.machine == "pi":
            self.pin = Pin(
                f"{options.root}/srv/lab/pi/monitor-{boot.name}", f"{self.log}/pins.log"
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
            self.pin.stop()

    def take(self, text):
        kind, _, rest = text.partition(" ")
        if kind in ("ok", "FAILED"):
            name, _, detail = rest.strip().partition("  ")
            self.check(name, kind == "ok", detail)
        elif kind == "fault":
            self.hurry(True)
        elif kind == "time":
            self.hurry(False)
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

    def hurry(self, is_hurrying):
        if self.pin:
            self.pin.hurry = is_hurrying

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
    parser.add_argument("--boot", default="")
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    # Times are measured: a busy machine must not make the emulated one slow.
    os.nice(-10)
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
