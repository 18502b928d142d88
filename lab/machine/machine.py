"""A lab machine: the emulator, what is tried at a start of it, and what its console says."""

import os
import signal
import subprocess
import threading
import time

from pin import OPTIONS, Pin

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# A boot takes half a minute and the longest lab a quarter of an hour, on a host that is not busy.
BOOT_LIMIT, LIMIT = 1200, 5400
# One instruction takes 2 ns of the machine's own time, whichever of its processors it runs on, and
# nothing waits for real time: a busy host makes it slow but changes nothing in it (docs/lab.md).
CLOCK = ["-accel", "tcg,thread=single", "-icount", "shift=1,sleep=off", "-rtc", "clock=vm"]

# Where the memory of a machine that stands by is kept, and how, in the emulator's words.
MEMORY = "/srv/lab/update/memory"
KEEP = f'migrate_set_parameter max-bandwidth 10G\nmigrate "exec:cat >{MEMORY}"\nquit'


def command(machine, options, boot, more):
    """The emulator, inside the lab's root."""
    # After a panic a machine that is to lose its power stands still and writes nothing any more; at a
    # reset the emulator would flush what it was not asked to.
    words = ["quiet", f"panic={0 if machine == 'update' else -1}", "systemd.firstboot=off"]
    words += [f"lab.machine={machine}", f"lab.repeats={boot.repeats or options.repeats}"]
    if boot.late:
        words += [f"lab.checks={boot.checks}", f"lab.late={boot.late}"]
    else:
        words.append("lab.checks=" + (options.checks or boot.checks))
    work = f"/srv/lab/{machine}"
    if machine != "pi":
        return [
            "qemu-system-x86_64", *CLOCK, "-smp", "2", "-m", "1024",
            "-kernel", "/srv/lab/vm/vmlinuz", "-initrd", work + "/image.cpio",
            "-append", " ".join(["console=ttyS0", "mitigations=off", *words]),
            "-nic", "none", "-display", "none", "-monitor", "none",
            "-serial", "mon:stdio" if machine == "update" else "stdio", "-no-reboot", *more,
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
    """One start of a machine and what is tried there; `repeats` times each fault, or as often as the
    lab is asked for."""

    def __init__(self, name, checks, title="", persists="Y", repeats=None, late=""):
        self.name = name
        self.checks = checks
        self.title = title
        self.persists = persists
        self.repeats = repeats
        self.late = late

    def again(self, fault, checks, repeats):
        """The start for one fault that was late in this one."""
        late = fault.replace(" ", "_")
        return Boot(f"{self.name}-{late}", checks, self.title, self.persists, repeats, late)


class Machine:
    """One that runs. `more` is what else the emulator is told, and `task` what the machine is, where it
    stands by."""

    def __init__(self, options, boot, table, more=(), task=""):
        self.cut = None
        self.task = task
        self.is_told = threading.Event()
        self.log = f"{options.log}/{boot.name}"
        self.boot = boot
        self.table = table
        self.passed = self.failed = 0
        # The names of the checks that were good, and of the faults that were late.
        self.good, self.late = set(), []
        self.has_started = self.has_ended = False
        os.makedirs(self.log, exist_ok=True)
        self.pin = None
        if options.machine == "pi":
            self.pin = Pin(
                f"{options.root}/srv/lab/pi/trace-{boot.name}", f"{self.log}/pins.log"
            )
        inside = 'cd "$1" && . script/debian-root.sh && inside_root "${@:2}"'
        self.process = subprocess.Popen(
            ["bash", "-c", inside, "lab", REPOSITORY, os.path.abspath(options.root),
             *command(options.machine, options, boot, more)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def check(self, name, is_good, detail=""):
        self.passed += is_good
        self.failed += not is_good
        if is_good:
            self.good.add(name)
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
        if self.task:
            threading.Thread(target=self.tell, daemon=True).start()
        with open(f"{self.log}/console.log", "ab" if self.task else "wb") as log:
            for line in self.process.stdout:
                if not line.startswith(b"(qemu)"):
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

    def tell(self):
        """Tells the machine its task: again and again, as nobody hears it before the machine runs."""
        while not self.is_told.wait(0.2):
            self.write(f"go {self.task}\n")

    def write(self, text):
        """Types into the machine's console."""
        try:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            # It has ended, which is seen elsewhere.
            self.is_told.set()

    def take(self, text):
        kind, _, rest = text.partition(" ")
        if kind in ("ok", "FAILED"):
            name, _, detail = rest.strip().partition("  ")
            self.check(name, kind == "ok", detail)
        elif kind == "late":
            name, _, detail = rest.strip().partition("  ")
            self.be_late(name, detail)
        elif kind == "time":
            fault, number, limit, seconds = rest.split()
            seconds = None if seconds == "never" else float(seconds)
            if self.pin:
                seconds = self.outside(fault, number, float(limit), seconds)
            self.table.add(fault.replace("_", " ") + self.boot.title, float(limit), seconds)
        elif kind == "bench":
            with open(f"{self.log}/bench.jsonl", "a", encoding="utf-8") as file:
                file.write(rest + "\n")
        elif kind == "pin" and self.pin:
            self.look_at_pin(*rest.split())
        elif kind == "end":
            self.has_ended = True
            # A Raspberry Pi cannot turn itself off.
            threading.Timer(3, self.kill).start()
        elif kind == "cut":
            # The power goes, here and now.
            self.kill()
            self.cut = rest
            self.has_ended = True
        elif kind == "ready":
            self.has_ended = True
            # To the emulator's own prompt, which keeps the machine's memory once it has come to rest.
            self.write(f"\x01c{KEEP}\n")
        elif text == "goes on":
            self.has_started = True
            self.is_told.set()
        elif kind == "booted":
            self.has_started = True
            self.check("boot", True, rest)

    def look_at_pin(self, question, limit=None):
        """What only the pin shows, from outside: nothing in the machine sees its own boot."""
        if question == "boot":
            was_high, undriven = self.pin.boot()
            self.check(
                "boot: the heater's pin is never driven high, seen from outside", not was_high,
                f"undriven for {undriven:.1f} s: a relay that is on at a low level has to be pulled up",
            )
        elif question == "killed":
            seconds, _ = self.pin.time_of_last_mark(is_active_low=True)
            self.check(
                "active low and pulled up, both programs killed: the relay is off, seen from outside",
                seconds is not None and seconds <= float(limit), f"{seconds} s, limit {limit} s",
            )

    def be_late(self, fault, detail):
        """A fault's line went low too late: neither good nor failed yet (lab.py)."""
        print(f"late  {fault}{self.boot.title}  {detail}", flush=True)
        if fault not in self.late:
            self.late.append(fault)

    def outside(self, fault, number, limit, inside):
        """The same time as the relay saw it, at most; it must agree with the limit too."""
        seconds, width = self.pin.time_of_last_mark()
        self.table.widest = max(self.table.widest, width)
        fault = fault.replace("_", " ")
        detail = f"{seconds} s outside, {inside} s inside"
        if seconds is None and inside is not None:
            self.check(f"{fault}, seen from outside (time {number})", False, detail)
        elif seconds is not None and seconds > limit:
            self.be_late(fault, detail)
        return seconds
