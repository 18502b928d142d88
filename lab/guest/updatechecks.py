"""Updates of the shipped package, with the state directory on a disk that outlives the machine."""

import os
import subprocess
import time
import traceback

import daemon
import hardware
import updates
from powercuts import PowerCutChecks
from report import say

DISK = "/dev/vda"
SERVICE_FILE = "/etc/hearth/hearth.conf"
# How each broken version ends, in words of the event that tells of it.
ENDED = "Version {} did not prove itself: it ended 3 times too early"
BROKEN = {
    "crash": ENDED,
    "hang": ENDED,
    "hang-later": ENDED,
    "never-samples": "The version on trial was never in good order",
}
# Three times the shipped minute, and three starts.
GIVEN_UP = 300


class UpdateChecks(PowerCutChecks):
    def __init__(self, lines, report):
        self.lines = lines
        self.report = report
        self.after = None
        # Room temperature lies at the converter from now on.
        hardware.Chamber(self.lines, "quick").end()

    def begin(self, after):
        """The first look at the disk. `after` says how the power went before, if it did."""
        self.after = after
        hardware.load("virtio_pci", "virtio_blk", "ext4")
        if not hardware.until(lambda: os.path.exists(DISK), 20):
            raise RuntimeError("there is no disk")
        subprocess.run(["mount", "-t", "ext4", DISK, updates.STATE], check=True)

    def run(self, *names):
        """The named checks, each guarded: one that ends in an error is one that failed."""
        for name in names:
            began = time.monotonic()
            try:
                getattr(self, name)()
            except Exception:
                traceback.print_exc()
                self.report.check(name, False, traceback.format_exc().splitlines()[-1])
            say(f"took {name} {time.monotonic() - began:.0f} s")

    @staticmethod
    def start(**keys):
        """Starts the service, with these keys of its file's section about updates."""
        text = hardware.read(SERVICE_FILE)
        lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
        hardware.write(SERVICE_FILE, text.replace("[update]\n", "[update]\n" + lines))
        daemon.start()

    @staticmethod
    def other(version):
        """The one of the two whole updates that this is not."""
        first = updates.Bundle("first")
        return updates.Bundle("second") if version == first.version else first

    def take_update(self, bundle):
        """An update that is accepted and proves itself."""
        is_accepted, told = updates.upload(bundle.bytes)
        if not is_accepted:
            raise daemon.Refused(told)
        if not updates.await_version(bundle.version):
            raise daemon.Refused(f"{bundle.version} does not prove itself: {updates.status()}")

    def heats(self, when):
        """The heater's line goes high where heat is asked for, and low again."""
        chamber = hardware.Chamber(self.lines, "quick")
        daemon.heat()
        has_risen = chamber.wait(lambda: chamber.levels["heater"], 30)
        daemon.wish(power=False)

        def is_over():
            state = daemon.state()
            return not (state["power"] or state["heater_on"] or chamber.levels["heater"])

        has_fallen = hardware.until(is_over, 30, every=0.1)
        chamber.end()
        self.report.check(
            "heat " + when, has_risen and has_fallen,
            f"by {updates.running()}" if has_risen and has_fallen else str(daemon.state()),
        )

    def accepted(self):
        """From the package's version to the first update, with the shipped minute of trial."""
        self.start()
        before = updates.running()
        bundle = updates.Bundle("first")
        is_accepted, told = updates.upload(bundle.bytes)
        is_tried = is_accepted and updates.await_version(bundle.version, is_on_trial=True)
        self.report.check(f"an update from {before} is accepted and tried", is_tried, told)
        is_refused = not updates.upload(updates.Bundle("second").bytes)[0]
        self.report.check("while it is on trial another is refused", is_refused)
        self.report.check(
            "after a minute in good order it stays", updates.await_version(bundle.version),
            str(updates.status()["outcome"]),
        )
        self.heats("after the update")

    def cut_off_uploads(self):
        """The connection breaks at each tenth: it ends, is reset, or tells nothing any more."""
        body = updates.Bundle("second").bytes
        version = updates.running()
        for tenth in range(1, 10):
            seen = updates.events().count("cut off")
            kind = ("ends", "is reset", "falls silent")[tenth % 3]

            def is_told():
                return updates.events().count("cut off") > seen

            with updates.upload_begun(len(body), kind == "is reset") as connection:
                connection.sendall(body[: len(body) * tenth // 10])
                if kind == "falls silent":
                    hardware.until(is_told, 30, every=0.5)
            hardware.until(is_told, 30, every=0.2)
            left = updates.leftovers()
            self.report.check(
                f"upload that {kind} at {tenth}0 %",
                is_told() and not left and updates.running() == version,
                ", ".join(left) or f"{version} runs, nothing is left",
            )
        second = updates.Bundle("second")
        is_accepted, told = updates.upload(second.bytes)
        self.report.check(
            "the upload after them is taken, and stays",
            is_accepted and updates.await_version(second.version), told,
        )

    def broken_versions(self):
        """Each of them comes as an update, is given up, and what ran before it heats again."""
        version = updates.running()
        for kind, words in BROKEN.items():
            bundle = updates.Bundle(kind)
            words = words.format(bundle.version)
            began = time.monotonic()
            is_accepted, told = updates.upload(bundle.bytes)

            def is_back():
                now = updates.status()
                return now and now["version"] == version and words in now["outcome"]

            is_back_again = is_accepted and hardware.until(is_back, GIVEN_UP, every=0.5)
            is_told = is_back_again and words in updates.events()
            left = updates.leftovers() + updates.damage()
            self.report.check(
                f"a version that is broken by {kind} is given up",
                is_back_again and is_told and not left,
                f"{version} is back after {time.monotonic() - began:.0f} s"
                if is_back_again else f"{told} {updates.status()} {left}",
            )
            self.heats("after that")
